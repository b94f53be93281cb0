// The form: an address or a text, and options, go in; a job comes out.

import { byID, setText } from "./dom.js";
import { inWords, looks, options, putControls, readOptions, recall, remember } from "./options.js";
import { articleAddress } from "./words.js";

export class NewJobForm {
  #form = byID("new-job");
  #field = byID("url");
  #error = byID("form-error");
  #text = byID("text");
  #title = byID("text-title");

  // start(request): accepts the job, or throws an error with words for people.
  constructor(start) {
    this.start = start;
    putControls(byID("options"), options.filter((option) => !looks.includes(option)));
    putControls(byID("looks"), looks);
    recall(this.#form);
    this.#sayLooks();
    this.#form.addEventListener("change", () => {
      remember(this.#form);
      this.#sayLooks();
    });
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
    for (const input of [this.#field, this.#text]) input.addEventListener("input", () => this.#say(""));
  }

  focus() {
    this.#field.focus({ preventScroll: true });
  }

  // What the article is; null, with the reason said, when it cannot be one.
  #article() {
    const text = this.#text.value.trim();
    const address = this.#field.value.trim();
    if (text !== "" && address === "") {
      const title = this.#title.value.trim();
      return title === "" ? { text } : { text, title };
    }
    if (text !== "") {
      this.#say("There is an address and a text. Empty one of the two: a reel has one article.");
      return null;
    }
    const url = articleAddress(address);
    if (url) return { url };
    this.#say(address === ""
      ? "Paste the address of an article first."
      : "That is not the address of a web page. It should look like https://example.org/an-article.");
    return null;
  }

  async #submit() {
    const article = this.#article();
    if (!article) return;
    const submit = this.#form.querySelector("[type=submit]");
    // Not `disabled`: that would take the focus away from whoever pressed it.
    if (submit.getAttribute("aria-disabled") === "true") return;
    submit.setAttribute("aria-disabled", "true");
    try {
      const request = { ...article, ...readOptions(this.#form) };
      // There is no address by which a text could be found again.
      if (!article.url) delete request.reuse;
      await this.start(request);
      this.#say("");
      for (const input of [this.#field, this.#text, this.#title]) input.value = "";
    } catch (error) {
      this.#say(error.message);
    } finally {
      submit.removeAttribute("aria-disabled");
    }
  }

  // What is chosen is told even while its controls are folded away.
  #sayLooks() {
    setText(byID("looks-chosen"), inWords(looks, this.#form));
  }

  #say(text) {
    setText(this.#error, text);
    this.#field.setAttribute("aria-invalid", String(text !== ""));
    if (text !== "") this.#field.focus();
  }
}
