// A reel's script as a form: the words of each scene, their order, their pictures, and how the whole looks and sounds. What
// comes out is only what was changed.

import { announce, button, element, setText } from "./dom.js";
import { changedValues, editable, putControls, showValues, valuesOf } from "./options.js";

const providers = { article: "from the article", pexels: "from Pexels", folder: "from your folder", client: "from your address" };

export class ScriptEditor {
  #title;
  #list;
  #controls;
  #trouble = element("p", { class: "trouble", role: "alert" });
  #submit = element("button", { class: "primary", type: "submit" }, "Make this version");
  #scenes = [];
  #looks = {};

  // video: as GET /api/videos/{id} gives it, with a script; edit(changes): begins the job, or throws an error with words
  // for people; leave(): back to the script as it is.
  constructor(video, { edit, leave }) {
    this.video = video;
    this.edit = edit;
    this.#title = element("input", { id: "edit-title", type: "text", maxlength: 200, autocomplete: "off", value: video.script.title });
    this.#scenes = video.script.scenes.map((scene) => new SceneEditor(scene, {
      move: (step) => this.#move(scene.scene_number, step), changed: () => this.#number() }));
    this.#list = element("ol", { class: "edit-scenes" }, ...this.#scenes.map(({ root }) => root));
    this.#controls = element("div", { class: "options" });
    putControls(this.#controls, editable);
    this.root = element("form", { class: "editor", novalidate: true, "aria-label": "Edit this reel" },
      element("p", { class: "hint" }, "What you change makes a new version. This one stays, and what is not changed is not made again."),
      element("label", { class: "edit-label", for: "edit-title" }, "Title"), this.#title,
      this.#list,
      element("details", { class: "looks" }, element("summary", {}, "Look and sound"), this.#controls),
      this.#trouble,
      element("p", { class: "actions" }, this.#submit, button("Leave it as it is", leave)));
    showValues(this.root, video);
    this.#looks = valuesOf(this.root);
    this.root.addEventListener("input", () => setText(this.#trouble, ""));
    this.root.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send();
    });
    this.#number();
  }

  get isChanged() {
    return Object.keys(this.#changes()).length > 0;
  }

  focus() {
    this.#scenes[0]?.focus();
  }

  get #inOrder() {
    return [...this.#list.children].map((root) => this.#scenes.find((scene) => scene.root === root));
  }

  #move(number, step) {
    const scenes = this.#inOrder;
    const from = scenes.findIndex((scene) => scene.number === number);
    const other = scenes[from + step];
    if (!other) return;
    if (step < 0) other.root.before(scenes[from].root);
    else other.root.after(scenes[from].root);
    this.#number();
    announce(`Scene ${number} is at place ${from + step + 1} now.`);
  }

  // The first cannot go up, the last not down; what is removed has no number.
  #number() {
    const scenes = this.#inOrder;
    let place = 0;
    scenes.forEach((scene, index) => scene.draw({
      place: scene.isRemoved ? null : (place += 1), isFirst: index === 0, isLast: index === scenes.length - 1 }));
  }

  // The fields of POST /api/videos/{id}/edit.
  #changes() {
    const { script } = this.video;
    const changes = changedValues(this.root, this.#looks);
    const title = this.#title.value.trim();
    if (title !== script.title) changes.title = title;
    const scenes = this.#scenes.map((scene) => scene.change).filter(Boolean);
    if (scenes.length > 0) changes.scenes = scenes;
    const order = this.#inOrder.filter((scene) => !scene.isRemoved).map(({ number }) => number);
    if (order.some((number, index) => index > 0 && number < order[index - 1])) changes.order = order;
    return changes;
  }

  async #send() {
    if (this.#submit.getAttribute("aria-disabled") === "true") return;
    const fault = this.#scenes.map((scene) => scene.fault).find(Boolean)
      ?? (this.#scenes.every((scene) => scene.isRemoved) ? { words: "Every scene is removed. Keep one at least." } : null)
      ?? (this.isChanged ? null : { words: "Nothing is changed yet." });
    if (fault) {
      setText(this.#trouble, fault.words);
      fault.field?.focus();
      return;
    }
    this.#submit.setAttribute("aria-disabled", "true");
    try {
      await this.edit(this.#changes());
    } catch (error) {
      setText(this.#trouble, error.message);
    } finally {
      this.#submit.removeAttribute("aria-disabled");
    }
  }
}

// One scene of the form.
class SceneEditor {
  isRemoved = false;
  #scene;
  #words;
  #address;
  #none;
  #legend = element("legend", {});
  #up;
  #down;
  #remove;

  // move(step): wants to stand one place higher (-1) or lower (1); changed(): was removed, or is kept again.
  constructor(scene, { move, changed }) {
    this.#scene = scene;
    this.number = scene.scene_number;
    const id = (name) => `edit-${name}-${this.number}`;
    this.#words = element("textarea", { id: id("words"), rows: Math.max(2, Math.ceil(scene.script.length / 38)), maxlength: 500 });
    this.#words.value = scene.script;
    this.#address = element("input", { id: id("picture"), type: "text", inputmode: "url", autocomplete: "off", autocapitalize: "none",
      spellcheck: "false", placeholder: "https://" });
    this.#none = element("input", { type: "checkbox" });
    this.#none.addEventListener("change", () => { this.#address.disabled = this.#none.checked; });
    // Arrows alone mean nothing to who hears them.
    this.#up = button("↑", () => { move(-1); this.#keepFocus(this.#up, this.#down); }, { name: "quiet small", spoken: `Move scene ${this.number} up` });
    this.#down = button("↓", () => { move(1); this.#keepFocus(this.#down, this.#up); }, { name: "quiet small", spoken: `Move scene ${this.number} down` });
    this.#remove = button("Remove", () => this.#toggle(changed), { name: "quiet small", spoken: `Remove scene ${this.number}` });
    const shown = scene.visual?.kind === "card" ? "a drawn card" : scene.visual?.kind === "backdrop" ? "drawn"
      : providers[scene.visual?.provider] ?? "";
    this.fields = element("div", { class: "edit-fields" },
      element("label", { class: "visually-hidden", for: id("words") }, `Words of scene ${this.number}`), this.#words,
      element("details", {}, element("summary", {}, "Picture ", element("small", {}, shown)),
        element("label", { class: "edit-label", for: id("picture") }, "Address of another picture"), this.#address,
        element("label", { class: "check" }, this.#none, element("span", {}, "None of this: draw something"))));
    this.root = element("li", {},
      element("fieldset", {}, this.#legend,
        element("p", { class: "edit-tools" }, this.#up, this.#down, this.#remove), this.fields));
  }

  focus() {
    this.#words.focus();
  }

  draw({ place, isFirst, isLast }) {
    setText(this.#legend, place === null ? `Scene ${this.number}, removed` : place === this.number ? `Scene ${place}` : `Scene ${place}, was ${this.number}`);
    this.#up.disabled = isFirst;
    this.#down.disabled = isLast;
  }

  // What is wrong with it, and where.
  get fault() {
    if (this.isRemoved || this.#words.value.trim() !== "") return null;
    return { words: `Scene ${this.number} says nothing. Write some words, or remove it.`, field: this.#words };
  }

  // Its entry in the field `scenes`; null when it is as it was.
  get change() {
    const change = { scene_number: this.number };
    if (this.isRemoved) return { ...change, remove: true };
    const words = this.#words.value.trim();
    const address = this.#address.value.trim();
    if (words !== this.#scene.script.trim()) change.script = words;
    if (this.#none.checked) change.picture = null;
    else if (address !== "") change.picture = { url: /^[a-z][a-z0-9+.-]*:\/\//i.test(address) ? address : `https://${address}` };
    return Object.keys(change).length > 1 ? change : null;
  }

  #toggle(changed) {
    this.isRemoved = !this.isRemoved;
    this.root.classList.toggle("removed", this.isRemoved);
    this.fields.hidden = this.isRemoved;
    setText(this.#remove, this.isRemoved ? "Keep" : "Remove");
    this.#remove.setAttribute("aria-label", `${this.isRemoved ? "Keep" : "Remove"} scene ${this.number}`);
    announce(`Scene ${this.number} is ${this.isRemoved ? "removed" : "kept"}.`);
    changed();
  }

  // A button that cannot be pressed any more loses the focus, and one that is moved in the document too.
  #keepFocus(pressed, other) {
    (pressed.disabled ? other : pressed).focus();
  }
}
