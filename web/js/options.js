// What can be chosen for a reel beside its article. One line for each option makes its control and sends its field.

import { element } from "./dom.js";

// One of a few: [value, name, a word about it]. The value null leaves the field out.
const choice = (field, label, standard, values) => ({ kind: "choice", field, label, standard, values });
// Yes or no.
const check = (field, label) => ({ kind: "check", field, label });

// Fields of POST /api/generate-video.
export const options = [
  choice("quality", "Quality", "standard",
    [["draft", "Draft", "small and quick"], ["standard", "Standard", "1080 × 1920"], ["high", "High", "takes longer"]]),
  choice("duration", "Length", null, [[null, "As it comes"], [30, "30 s"], [45, "45 s"], [60, "60 s"]]),
  check("reuse", "If I have a reel of this article already, give me that one"),
];

const makers = {
  choice: ({ field, label, standard, values }) =>
    element("fieldset", { class: "choice" }, element("legend", {}, label),
      ...values.map(([value, name, word]) =>
        element("label", {},
          element("input", { type: "radio", name: field, value: JSON.stringify(value), checked: value === standard }),
          element("span", {}, name, ...(word ? [" ", element("small", {}, word)] : []))))),
  check: ({ field, label }) =>
    element("label", { class: "check" }, element("input", { type: "checkbox", name: field }), element("span", {}, label)),
};

const readers = {
  choice: ({ field }, elements) => JSON.parse(elements[field].value) ?? undefined,
  check: ({ field }, elements) => elements[field].checked || undefined,
};

export function putControls(place) {
  place.replaceChildren(...options.map((option) => makers[option.kind](option)));
}

// The chosen values by field; what is not chosen is left out.
export function readOptions(form) {
  return Object.fromEntries(options.map((option) => [option.field, readers[option.kind](option, form.elements)])
    .filter(([, value]) => value !== undefined));
}

// The same wish as that of a job that exists.
export const wishOf = (job) => ({
  url: job.source_url,
  ...Object.fromEntries(options.map(({ field }) => [field, job[field]]).filter(([, value]) => value !== undefined && value !== null)),
});
