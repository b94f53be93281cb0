// Small helpers for the document, and the one place from which screen readers are spoken to.

export const byID = (id) => document.getElementById(id);

// element("a", { class: "quiet", href: "#/" }, "Back"): attributes that are null, undefined or false are left out.
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children);
  return made;
}

export function button(label, action, { name = "quiet", spoken } = {}) {
  const made = element("button", { type: "button", class: name, "aria-label": spoken }, label);
  made.addEventListener("click", action);
  return made;
}

export const link = (label, href, { name = "quiet", spoken } = {}) =>
  element("a", { class: name, href, "aria-label": spoken }, label);

// A copy of the one element in a <template>, with its parts looked up by class.
export function fromTemplate(id) {
  const root = byID(id).content.firstElementChild.cloneNode(true);
  return { root, part: (name) => root.querySelector(`.${name}`) };
}

// Changes a text only when it is another one: screen readers and selections notice every change.
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

// Says something to screen readers when they have finished their sentence. Nothing on the screen changes.
export function announce(text) {
  const line = element("p", {}, text);
  byID("announcer").append(line);
  setTimeout(() => line.remove(), 15_000);
}
