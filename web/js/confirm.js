// A question before something that cannot be undone.

import { byID, setText } from "./dom.js";

const dialog = byID("confirm");

// Whether the answer is yes. Escape, and whatever else closes the dialog, is a no.
export function confirmed({ title, text, yes, no }) {
  setText(byID("confirm-title"), title);
  setText(byID("confirm-text"), text);
  setText(byID("confirm-yes"), yes);
  setText(byID("confirm-no"), no);
  dialog.returnValue = "";
  dialog.showModal();
  byID("confirm-no").focus();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}
