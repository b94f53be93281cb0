// Links by which others can watch one reel: makes them, lists them, takes them back. A link's address is told once, when it is
// made; afterwards nobody knows it but whoever has it.

import * as api from "./api.js";
import { announce, button, element, setText } from "./dom.js";
import { confirmed } from "./confirm.js";
import { ago } from "./words.js";

export class SharePanel {
  #video;
  #list = element("ul", { class: "links", "aria-label": "Links" });
  #made = element("div", { class: "made-link", hidden: true });
  #address = element("input", { id: "share-address", type: "text", readonly: true });
  #trouble = element("p", { class: "trouble", role: "alert" });
  #indexable = element("input", { id: "share-indexable", type: "checkbox" });
  #make = button("Make a link", () => this.#tried(() => this.#create()), { name: "primary" });

  // video: the reel as the API gives it.
  constructor(video) {
    this.#video = video;
    this.#made.append(
      element("label", { for: "share-address" }, "The link. Copy it now: it is not shown again"),
      element("div", { class: "link-row" }, this.#address, button("Copy", (event) => this.#copy(event.target), { spoken: "Copy the link" })),
    );
    this.root = element("section", { class: "share", "aria-label": "Share" },
      element("p", { class: "facts" }, "Whoever has the link can watch this reel, and nothing else here."),
      element("p", { class: "check" }, this.#indexable, element("label", { for: "share-indexable" }, "Search engines may list it")),
      element("p", { class: "make-link" }, this.#make),
      this.#trouble, this.#made, this.#list);
    this.#tried(() => this.#refresh());
  }

  focus() {
    this.#make.focus();
  }

  async #refresh() {
    const { shares } = await api.shares(this.#video.id);
    this.#list.replaceChildren(...shares.map((share) => {
      const made = `Made ${ago(share.created_at)}`;
      return element("li", {},
        element("span", {}, share.indexable ? `${made} · may be listed` : made),
        button("Revoke", () => this.#tried(() => this.#revoke(share)), { spoken: `Revoke the link ${share.id}, ${made}` }));
    }));
    this.#list.hidden = shares.length === 0;
  }

  async #create() {
    const share = await api.createShare(this.#video.id, { indexable: this.#indexable.checked });
    this.#address.value = share.url;
    this.#made.dataset.share = share.id;
    this.#made.hidden = false;
    this.#address.focus();
    this.#address.select();
    announce("The link is made.");
    await this.#refresh();
  }

  async #revoke(share) {
    const isSure = await confirmed({
      title: "Revoke this link?", text: "Whoever has it cannot watch by it any more. It cannot be made valid again.",
      yes: "Revoke", no: "Keep it",
    });
    if (!isSure) return;
    try {
      await api.deleteShare(this.#video.id, share.id);
    } catch (error) {
      // Somebody was faster.
      if (error.status !== 404) throw error;
    }
    if (this.#made.dataset.share === String(share.id)) this.#made.hidden = true;
    announce("The link is revoked.");
    await this.#refresh();
    this.focus();
  }

  async #copy(target) {
    this.#address.select();
    try {
      await navigator.clipboard.writeText(this.#address.value);
      announce("The link is copied.");
      setText(target, "Copied");
      setTimeout(() => setText(target, "Copy"), 2000);
    } catch {
      // Over plain HTTP from another machine there is no clipboard; the link is selected.
      setText(this.#trouble, "The browser does not let pages copy here: copy the selected link yourself.");
    }
  }

  async #tried(action) {
    setText(this.#trouble, "");
    try {
      await action();
    } catch (error) {
      if (!(error instanceof api.ApiError)) throw error;
      setText(this.#trouble, error.message);
    }
  }
}
