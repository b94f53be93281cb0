// A reel's script, scene by scene, with the place in the article that each sentence stands on; whose pictures are in it; the
// files beside it.

import { element } from "./dom.js";

// Nothing when the reel has no script, as one that was made long ago may have none.
export function scriptView({ script, source_url: article }) {
  if (!script?.scenes?.length) return [];
  const told = script.scenes.filter((scene) => typeof scene.grounded === "boolean");
  const grounded = told.filter((scene) => scene.grounded).length;
  const summary = element("summary", {}, "Script ", element("small", {}, count(script.scenes.length, told.length, grounded)));
  const scenes = element("ol", { class: "scenes" },
    ...script.scenes.map((scene) => sceneView(scene, article, told.length > 0)));
  return [element("details", {}, summary, scenes)];
}

const count = (scenes, told, grounded) =>
  told === 0 ? `${scenes} scenes` : grounded === scenes ? `${scenes} scenes, all found in the article` : `${scenes} scenes, ${grounded} found in the article`;

// isCompared: whether other scenes were compared with the article.
function sceneView(scene, article, isCompared) {
  const item = element("li", {}, element("p", {}, scene.script));
  if (scene.source?.text) {
    item.append(element("p", { class: "source" },
      ...whereItStands(article, scene.source.text),
      // A sentence of the article's own is not said twice.
      ...(bare(scene.source.text) === bare(scene.script) ? [] : [element("q", {}, scene.source.text)])));
  } else if (scene.grounded === false) {
    item.append(element("p", { class: "source ungrounded" }, "Not found in the article: check it before you publish this reel."));
  } else if (isCompared && typeof scene.grounded !== "boolean") {
    item.append(element("p", { class: "source" }, "Changed by hand, and not compared with the article."));
  }
  return item;
}

const bare = (text) => text.replace(/[^\p{L}\p{N}]+/gu, " ").trim().toLowerCase();

// A link to the article that makes browsers scroll to the passage and mark it (a text fragment).
function whereItStands(article, text) {
  if (!/^https?:/i.test(article)) return [];
  const words = text.trim().split(/\s+/);
  const encode = (part) => encodeURIComponent(part.join(" ")).replace(/-/g, "%2D");
  const range = words.length <= 8 ? encode(words) : `${encode(words.slice(0, 4))},${encode(words.slice(-4))}`;
  const href = `${article.split("#")[0]}#:~:text=${range}`;
  return [element("a", { href, target: "_blank", rel: "noreferrer noopener" }, "In the article")];
}

// Whose pictures and clips are seen, as those who gave them want it told.
export function creditsView({ credits = [] }) {
  if (credits.length === 0) return [];
  return [element("details", {}, element("summary", {}, "Credits ", element("small", {}, inScenes(credits.flatMap(({ scenes }) => scenes)))),
    element("ul", { class: "credits" }, ...credits.map(({ text, url, licence, scenes }) =>
      element("li", {},
        /^https?:/i.test(url ?? "") ? element("a", { href: url, target: "_blank", rel: "noreferrer noopener" }, text) : text,
        element("small", {}, [licence, inScenes(scenes)].filter(Boolean).map((words) => ` · ${words}`).join(""))))))];
}

const inScenes = (scenes) => `${scenes.length === 1 ? "scene" : "scenes"} ${scenes.join(", ")}`;

// Each file beside the film that there is: its field in the API, what it is called, what it is for.
const files = [
  ["captions_url", "WebVTT", "captions for the web"],
  ["srt_url", "SubRip", "subtitles"],
  ["ass_url", "ASS", "the captions as they are drawn"],
  ["preview_url", "Preview", "a few seconds without sound"],
  ["poster_url", "Poster", "JPEG"],
  ["poster_webp_url", "Poster", "WebP"],
  ["manifest_url", "Manifest", "what it was made of"],
  ["report_url", "Check", "what was looked at before it was delivered"],
];

export function filesView(video) {
  const there = files.filter(([field]) => video[field]);
  if (there.length === 0) return [];
  return [element("details", {}, element("summary", {}, "Files "),
    element("ul", { class: "credits" }, ...there.map(([field, name, words]) =>
      element("li", {}, element("a", { href: video[field], target: "_blank" }, name), element("small", {}, ` · ${words}`)))))];
}
