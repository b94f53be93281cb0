// One reel: the player with its captions, its files, its script, and its end.

import * as api from "./api.js";
import { announce, byID, element, setText } from "./dom.js";
import { confirmed } from "./confirm.js";
import { scriptView } from "./script-view.js";
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

  // onClose(): the dialog was closed by whoever looked at it; onDeleted(id): the reel is gone.
  constructor({ onClose, onDeleted }) {
    this.onDeleted = onDeleted;
    part("close").addEventListener("click", () => this.#dialog.close());
    part("delete").addEventListener("click", () => this.#delete());
    part("copy").addEventListener("click", () => this.#copyLink());
    // A click beside the box closes it, as one expects.
    this.#dialog.addEventListener("click", (event) => {
      if (event.target === this.#dialog) this.#dialog.close();
    });
    this.#dialog.addEventListener("close", () => {
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
      part("script").replaceChildren(...scriptView(video));
    } catch (error) {
      if (this.#wanted !== id) return;
      if (!known) setText(part("title"), error.status === 404 ? "This reel is not there" : "This reel cannot be shown");
      this.#say(error.status === 404 ? "It has been deleted, or the link is not right. Close this to see all reels." : error.message);
    }
  }

  // The address is that of the page behind (again).
  close() {
    if (this.#dialog.open) this.#dialog.close();
    if (document.activeElement === document.body) this.#behind?.focus({ preventScroll: true });
  }

  #draw(video) {
    this.#video = video;
    this.#dialog.dataset.state = "ready";
    setText(part("title"), video.title);
    setText(part("facts"), [lengthOf(video), sizeOf(video), ago(video.created_at)].filter(Boolean).join(" · "));
    const isLinked = /^https?:/i.test(video.source_url);
    part("article").hidden = !isLinked;
    setText(part("source"), shortAddress(video.source_url));
    part("source").href = isLinked ? video.source_url : "";
    const subtitles = video.srt_url ?? video.captions_url;
    part("download").hidden = !video.url;
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

  #empty() {
    this.#wanted = null;
    this.#video = null;
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
