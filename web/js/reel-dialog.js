// One reel: the player with its captions, its files, its script and what it may become, its versions, and its end.

import * as api from "./api.js";
import { announce, byID, element, setText } from "./dom.js";
import { confirmed } from "./confirm.js";
import { reelPath } from "./routes.js";
import { ScriptEditor } from "./script-editor.js";
import { SharePanel } from "./share-panel.js";
import { creditsView, filesView, scriptView } from "./script-view.js";
import { ago, lengthOf, shortAddress, sizeOf } from "./words.js";

const part = (name) => byID(`reel-${name}`);

export class ReelDialog {
  #dialog = byID("reel");
  #player = part("video");
  #video = null;
  // The reel that is asked for; an answer for another one comes too late.
  #wanted = null;
  // What had the focus last on the page behind. A change of the address takes the focus away, so the browser, which would
  // give it back by itself, no longer knows.
  #behind = null;
  // The form, while the script is edited.
  #editor = null;
  // The address had changed before the dialog was closed.
  #isAddressFollowed = false;

  // onClose(): the dialog was closed by whoever looked at it; onDeleted(id): the reel is gone; edit(video, changes): begins
  // the job of another version.
  constructor({ onClose, onDeleted, edit }) {
    this.onDeleted = onDeleted;
    this.edit = edit;
    part("close").addEventListener("click", () => this.#leave());
    part("delete").addEventListener("click", () => this.#delete());
    part("copy").addEventListener("click", () => this.#copyLink());
    part("edit").addEventListener("click", () => this.#openEditor());
    part("share").addEventListener("click", () => this.#toggleShare());
    // A click beside the box closes it, as one expects.
    this.#dialog.addEventListener("click", (event) => {
      if (event.target === this.#dialog) this.#leave();
    });
    this.#dialog.addEventListener("cancel", (event) => {
      // Of a question inside, or of a file field: not ours.
      if (event.target !== this.#dialog || !this.#editor?.isChanged) return;
      event.preventDefault();
      this.#leave();
    });
    this.#dialog.addEventListener("close", () => {
      // This event comes late: the address may point to the next reel by now, which must not be left again.
      if (this.#isAddressFollowed) {
        this.#isAddressFollowed = false;
        return;
      }
      this.#empty();
      onClose();
    });
    document.addEventListener("focusin", ({ target }) => {
      if (!target.closest("dialog")) this.#behind = target;
    });
    this.#player.addEventListener("error", () => {
      // Emptying the player is an error to it too.
      if (this.#video) this.#say("The video could not be loaded. It may have been deleted; reload the page to see what is there.");
    });
  }

  get isOpen() {
    return this.#dialog.open;
  }

  // known: the reel as a list gave it, so that it plays at once; its script comes after it.
  async open(id, known) {
    this.#empty();
    this.#wanted = id;
    if (!this.#dialog.open) this.#dialog.showModal();
    if (known) this.#draw(known);
    try {
      const video = await api.video(id);
      if (this.#wanted !== id) return;
      if (!known) this.#draw(video);
      this.#video = video;
      this.#drawVersions(video);
      this.#drawScript(video);
    } catch (error) {
      if (this.#wanted !== id) return;
      if (!known) setText(part("title"), error.status === 404 ? "This reel is not there" : "This reel cannot be shown");
      this.#say(error.status === 404 ? "It has been deleted, or the link is not right. Close this to see all reels." : error.message);
    }
  }

  // The address is that of the page behind (again).
  close() {
    if (this.#dialog.open) {
      this.#isAddressFollowed = true;
      this.#dialog.close();
      this.#empty();
    }
    if (document.activeElement === document.body) this.#behind?.focus({ preventScroll: true });
  }

  #draw(video) {
    this.#video = video;
    this.#dialog.dataset.state = "ready";
    this.#dialog.dataset.aspect = video.aspect ?? "9:16";
    setText(part("title"), video.title);
    const version = video.version > 1 ? `Version ${video.version}` : "";
    setText(part("facts"), [version, lengthOf(video), sizeOf(video), ago(video.created_at)].filter(Boolean).join(" · "));
    const isLinked = /^https?:/i.test(video.source_url);
    part("article").hidden = !isLinked;
    setText(part("source"), shortAddress(video.source_url));
    part("source").href = isLinked ? video.source_url : "";
    const subtitles = video.srt_url ?? video.captions_url;
    part("download").hidden = !video.url;
    // A film in a cloud is shared by whoever keeps it there.
    part("share").hidden = !video.url || video.storage_location === "cloud";
    part("download").href = video.url ?? "";
    part("subtitles").hidden = !subtitles;
    part("subtitles").href = subtitles ?? "";
    if (!video.url) return this.#say("The file of this reel is not here (any more).");
    if (video.captions_url) {
      // Off until asked for: the picture carries the words already.
      this.#player.append(element("track", { kind: "captions", label: "Captions", srclang: "en", src: video.captions_url }));
    }
    if (video.poster_url) this.#player.poster = video.poster_url;
    this.#player.src = video.url;
    this.#player.setAttribute("aria-label", video.title);
    // A browser may want another tap first; its controls are there for that.
    this.#player.play().catch(() => {});
  }

  // The others of its family, as links.
  #drawVersions({ id, versions = [] }) {
    part("versions").hidden = versions.length < 2;
    part("versions").replaceChildren(...versions.map((other) => {
      const label = `Version ${other.version}`;
      return other.id === id ? element("a", { "aria-current": "page" }, label)
        : element("a", { href: reelPath(other.id), title: other.title }, label);
    }));
  }

  #drawScript(video) {
    part("script").replaceChildren(...scriptView(video), ...creditsView(video), ...filesView(video));
    part("edit").hidden = !video.quality || !video.script?.scenes?.length;
  }

  #toggleShare() {
    const panel = part("share-place").hasChildNodes() ? null : new SharePanel(this.#video);
    this.#showShare(panel);
    panel?.focus();
  }

  #showShare(panel) {
    part("share").setAttribute("aria-expanded", String(panel !== null));
    part("share-place").replaceChildren(...(panel ? [panel.root] : []));
  }

  #openEditor() {
    const video = this.#video;
    this.#showShare(null);
    this.#player.pause();
    this.#editor = new ScriptEditor(video, {
      edit: async (changes) => {
        await this.edit(video, changes);
        // What comes of it is seen among what is in the making.
        this.#editor = null;
        this.#dialog.close();
      },
      leave: () => this.#closeEditor(),
    });
    part("actions").hidden = true;
    part("script").replaceChildren(this.#editor.root);
    this.#editor.focus();
  }

  async #closeEditor() {
    if (!(await this.#mayDiscard())) return;
    this.#editor = null;
    part("actions").hidden = false;
    this.#drawScript(this.#video);
    part("edit").focus();
  }

  async #leave() {
    if (await this.#mayDiscard()) this.#dialog.close();
  }

  async #mayDiscard() {
    return !this.#editor?.isChanged || confirmed({
      title: "Discard your changes?", text: "No version has been made of them yet.", yes: "Discard them", no: "Go on editing",
    });
  }

  #empty() {
    this.#wanted = null;
    this.#video = null;
    this.#editor = null;
    part("actions").hidden = false;
    part("edit").hidden = true;
    this.#showShare(null);
    part("versions").hidden = true;
    this.#dialog.dataset.state = "empty";
    this.#player.pause();
    this.#player.replaceChildren();
    this.#player.removeAttribute("src");
    this.#player.removeAttribute("poster");
    this.#player.load();
    part("script").replaceChildren();
    for (const name of ["title", "facts", "source", "trouble"]) setText(part(name), "");
  }

  async #copyLink() {
    try {
      await navigator.clipboard.writeText(location.href);
      announce("The link is copied.");
      setText(part("copy"), "Copied");
      setTimeout(() => setText(part("copy"), "Copy link"), 2000);
    } catch {
      // Over plain HTTP from another machine there is no clipboard.
      this.#say(`The link is ${location.href}`);
    }
  }

  async #delete() {
    const video = this.#video;
    if (!video) return;
    const isSure = await confirmed({
      title: "Delete this reel?",
      text: `“${video.title}” and its files will be gone for good. The article can be made into a new one.`,
      yes: "Delete", no: "Keep it",
    });
    if (!isSure) return;
    try {
      await api.deleteVideo(video.id);
    } catch (error) {
      // Somebody was faster: it is gone, as was wished.
      if (error.status !== 404) return this.#say(error.message);
    }
    announce(`Deleted: ${video.title}`);
    this.#dialog.close();
    this.onDeleted(video.id);
  }

  #say(text) {
    setText(part("trouble"), text);
  }
}
