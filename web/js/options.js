// What can be chosen for a reel beside its article. One line for each option makes its control and sends its field.

import { element } from "./dom.js";
import { recalled, store } from "./storage.js";
import { chooseVoice, voiceControl } from "./voices.js";

// One of a few, all in sight: [value, name, a word about it]. The value null leaves the field out.
const choice = (field, label, standard, values) => ({ kind: "choice", field, label, standard, values });
// One of more, in a list that opens: [value, name].
const pick = (field, label, standard, values) => ({ kind: "pick", field, label, standard, values });
// Yes or no.
const check = (field, label) => ({ kind: "check", field, label, standard: false });

// How a reel looks and sounds, whatever it says: what an edit may change too.
export const looks = [
  choice("aspect", "Shape", null, [[null, "9:16", "phone"], ["1:1", "1:1", "square"], ["16:9", "16:9", "wide"]]),
  pick("captions", "Captions", null,
    [[null, "Bold"], ["plate", "On a plate"], ["soft", "Soft"], ["off", "None in the picture"]]),
  { kind: "voice", field: "voice", label: "Voice", standard: null },
  pick("quotes", "Quotations", null, [[null, "As it comes"], ["same", "By the same voice"], ["other", "By a second voice"]]),
  pick("music", "Music", null, [[null, "As it comes"], ["none", "None"], ["drift", "Drift, slow"], ["dawn", "Dawn, warm"], ["stride", "Stride, lively"]]),
  pick("theme", "Colours", null, [
    [null, "From the article"],
    ...["dusk", "lagoon", "ember", "forest", "slate", "plum", "clay", "polar"]
      .map((name) => [name, name[0].toUpperCase() + name.slice(1)])]),
];

const quality = choice("quality", "Quality", "standard",
  [["draft", "Draft", "small and quick"], ["standard", "Standard", "1080 pixels wide"], ["high", "High", "takes longer"]]);

// Fields of POST /api/generate-video.
export const options = [
  quality,
  choice("duration", "Length", null, [[null, "As it comes"], [30, "30 s"], [45, "45 s"], [60, "60 s"]]),
  check("reuse", "If I have a reel of this article already, give me that one"),
  ...looks,
];

const text = (value) => JSON.stringify(value);

const makers = {
  choice: ({ field, label, standard, values }) =>
    element("fieldset", { class: "choice" }, element("legend", {}, label),
      ...values.map(([value, name, word]) =>
        element("label", {},
          element("input", { type: "radio", name: field, value: text(value), checked: value === standard }),
          element("span", {}, name, ...(word ? [" ", element("small", {}, word)] : []))))),
  pick: ({ field, label, standard, values }) =>
    element("label", { class: "pick" }, element("span", {}, label),
      element("select", { name: field }, ...values.map(([value, name]) =>
        element("option", { value: text(value), selected: value === standard }, name)))),
  voice: ({ field, label }) => voiceControl({ field, label, standard: "As it comes" }),
  check: ({ field, label }) =>
    element("label", { class: "check" }, element("input", { type: "checkbox", name: field }), element("span", {}, label)),
};

const valueOf = ({ kind, field }, elements) =>
  kind === "check" ? elements[field].checked : JSON.parse(elements[field].value);

function setValue({ kind, field, values }, elements, value) {
  if (kind === "check") elements[field].checked = value;
  else if (kind === "voice") chooseVoice(elements[field], value);
  // What this version of the page does not offer stays as it comes.
  else if (values.some(([known]) => known === value)) elements[field].value = text(value);
}

export function putControls(place, some) {
  place.replaceChildren(...some.map((option) => makers[option.kind](option)));
}

// The chosen values by field; what is not chosen is left out.
export function readOptions(form) {
  return Object.fromEntries(options.map((option) => [option.field, valueOf(option, form.elements)])
    .filter(([, value]) => value !== null && value !== false));
}

// What is chosen otherwise than it comes, in words: "1:1, Soft".
export const inWords = (some, form) =>
  some.map((option) => [option, valueOf(option, form.elements)])
    .filter(([option, value]) => value !== option.standard)
    .map(([option, value]) => option.values?.find(([known]) => known === value)[1] ?? value).join(", ");

// What was chosen last is chosen again, in this browser; a reel that one has is not asked for twice without a word.
const memory = "reelcraft.options";
const remembered = options.filter(({ kind }) => kind !== "check");

export function remember(form) {
  const values = Object.fromEntries(remembered.map((option) => [option.field, valueOf(option, form.elements)]));
  store(memory, values);
}

export function recall(form) {
  const values = recalled(memory, (value) => typeof value === "object" && value !== null, {});
  for (const option of remembered) if (option.field in values) setValue(option, form.elements, values[option.field]);
}

// What an edit may change.
export const editable = [quality, ...looks];

// For an edit, null cannot be said: these values stand for what comes when nothing is chosen.
const standing = { aspect: "9:16", captions: "bold", theme: "auto" };

// Shows what a video has. A choice that it has and that cannot be taken back is not offered to be.
export function showValues(form, video) {
  const has = { quality: video.quality, ...video.style };
  for (const { field, kind, values } of editable) {
    const value = has[field] ?? null;
    const known = kind === "voice" || values.some(([other]) => other === value) ? value : null;
    setValue({ kind, field, values }, form.elements, known);
    if ((kind === "pick" || kind === "voice") && known !== null && !(field in standing)) {
      form.elements[field].querySelector(`option[value="null"]`)?.remove();
    }
  }
}

export const valuesOf = (form) => Object.fromEntries(editable.map((option) => [option.field, valueOf(option, form.elements)]));

// The fields of an edit: what is not as it was before.
export const changedValues = (form, before) =>
  Object.fromEntries(Object.entries(valuesOf(form))
    .filter(([field, value]) => value !== before[field])
    .map(([field, value]) => [field, value ?? standing[field]]));

// The same request as that of a job that exists.
export function wishOf(job) {
  const has = { quality: job.quality, ...job.style };
  return {
    url: job.source_url,
    ...Object.fromEntries(options.map(({ field }) => [field, has[field]]).filter(([, value]) => value !== undefined && value !== null)),
  };
}
