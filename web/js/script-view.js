// A reel's script, scene by scene, with the place in the article that each sentence stands on.

import { element } from "./dom.js";

// Nothing when the reel has no script, as one that was made long ago may have none.
export function scriptView({ script, source_url: article }) {
  if (!script?.scenes?.length) return [];
  const told = script.scenes.filter((scene) => typeof scene.grounded === "boolean");
  const grounded = told.filter((scene) => scene.grounded).length;
  const summary = element("summary", {}, "Script ", element("small", {}, count(script.scenes.length, told.length, grounded)));
  const scenes = element("ol", { class: "scenes" }, ...script.scenes.map((scene) => sceneView(scene, article)));
  return [element("details", {}, summary, scenes)];
}

const count = (scenes, told, grounded) =>
  told === 0 ? `${scenes} scenes` : grounded === told ? `${scenes} scenes, all found in the article` : `${scenes} scenes, ${grounded} found in the article`;

function sceneView(scene, article) {
  const item = element("li", {}, element("p", {}, scene.script));
  if (scene.source?.text) {
    item.append(element("p", { class: "source" },
      ...whereItStands(article, scene.source.text),
      // A sentence of the article's own is not said twice.
      ...(bare(scene.source.text) === bare(scene.script) ? [] : [element("q", {}, scene.source.text)])));
  } else if (scene.grounded === false) {
    item.append(element("p", { class: "source ungrounded" }, "Not found in the article: check it before you publish this reel."));
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
