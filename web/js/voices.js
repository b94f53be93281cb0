// The choice of a voice: those that the service has, grouped by language, each with a sample to hear.

import { voices as listVoices } from "./api.js";
import { announce, button, element } from "./dom.js";

const sexes = { female: "a woman", male: "a man" };
// Of a control and of the samples: the service makes one sample at a time and says so by 503.
const attempts = 4;
const pause = 1000;

let listing = null;

// Asked for once; after a failure, once more by the next control.
function voices() {
  listing ??= listVoices().then((answer) => answer.voices).catch((error) => {
    listing = null;
    throw error;
  });
  return listing;
}

const named = (voice) => [voice.name, sexes[voice.sex]].filter(Boolean).join(", ") + (voice.installed ? "" : " (not installed)");

// [group, its voices]: the browser's languages first, then by name; what speaks every language last.
function grouped(list) {
  const groups = new Map();
  for (const voice of list) {
    for (const { code, name } of voice.languages.length > 0 ? voice.languages : [{ code: "", name: "Any language" }]) {
      if (!groups.has(code)) groups.set(code, { code, name, voices: [] });
      groups.get(code).voices.push(voice);
    }
  }
  const own = navigator.languages.map((tag) => tag.toLowerCase().split("-")[0]);
  const rank = ({ code }) => {
    if (code === "") return own.length + 1;
    const place = own.indexOf(code.split("-")[0]);
    return place < 0 ? own.length : place;
  };
  return [...groups.values()].sort((one, other) => rank(one) - rank(other) || one.name.localeCompare(other.name));
}

// One audio for the whole page: whoever asks for a second sample has heard enough of the first.
const player = new Audio();

async function hear(path) {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await fetch(path);
    if (answer.ok) {
      URL.revokeObjectURL(player.src);
      player.src = URL.createObjectURL(await answer.blob());
      await player.play();
      return;
    }
    if (answer.status !== 503 || attempt === attempts) {
      const body = await answer.json().catch(() => null);
      throw new Error(body?.detail ?? "The sample cannot be heard now.");
    }
    await new Promise((next) => setTimeout(next, pause));
  }
}

const optionOf = (value, name, disabled = false) => element("option", { value: JSON.stringify(value), disabled }, name);

// A control of the kind that options.js makes; `standard` is what comes when nothing is chosen.
export function voiceControl({ field, label, standard }) {
  const select = element("select", { name: field }, optionOf(null, standard));
  const said = element("small", { class: "hear-error", role: "status" });
  const samples = new Map();
  const listen = button("Hear it", async () => {
    said.textContent = "";
    listen.setAttribute("aria-busy", "true");
    try {
      await hear(samples.get(select.value));
    } catch (error) {
      said.textContent = error.message;
      announce(error.message);
    } finally {
      listen.removeAttribute("aria-busy");
    }
  }, { name: "quiet hear" });
  const settle = () => {
    said.textContent = "";
    listen.disabled = !samples.has(select.value);
  };
  select.addEventListener("change", settle);
  settle();
  voices().then((list) => {
    const chosen = select.value;
    for (const voice of list) if (voice.sample !== null) samples.set(JSON.stringify(voice.name), voice.sample);
    // What an edit has taken away, or a choice of before, stays as it is.
    const first = [...select.options].filter((option) => option.value === "null");
    select.replaceChildren(...first, ...grouped(list).map((group) =>
      element("optgroup", { label: group.name },
        ...group.voices.map((voice) => optionOf(voice.name, named(voice), !voice.installed)))));
    chooseVoice(select, JSON.parse(chosen));
    settle();
  }, () => {
    // The list stays short, and a reel can be made all the same.
  });
  return element("div", { class: "pick voice" },
    element("label", {}, element("span", {}, label), select), listen, said);
}

// Also a voice that the list has not, or has not yet.
export function chooseVoice(select, value) {
  const text = JSON.stringify(value);
  if (![...select.options].some((option) => option.value === text)) {
    if (value === null) return;
    select.append(optionOf(value, value));
  }
  select.value = text;
  select.dispatchEvent(new Event("change", { bubbles: true }));
}
