// The list of finished reels.

import * as api from "./api.js";
import { byID, fromTemplate, setText } from "./dom.js";
import { reelPath } from "./routes.js";
import { ago, lengthOf, shortAddress, sizeOf } from "./words.js";

const pageSize = 24;

export class ReelList {
  #videos = [];
  #total = 0;
  #seen = null;
  #list = byID("videos");

  constructor() {
    byID("more-reels").addEventListener("click", () => this.#loadMore());
  }

  // Asks for the newest again; those that came since the page was opened are marked.
  async refresh() {
    const answer = await api.videos({ limit: Math.min(200, Math.max(pageSize, this.#videos.length)), offset: 0 });
    this.#seen ??= new Set(answer.videos.map(({ id }) => id));
    this.#take(answer.videos, answer.total ?? answer.count);
  }

  find(id) {
    return this.#videos.find((video) => video.id === id);
  }

  remove(id) {
    this.#take(this.#videos.filter((video) => video.id !== id), this.#total - 1);
    byID("reels").focus();
  }

  async #loadMore() {
    const first = this.#videos.length;
    const answer = await api.videos({ limit: pageSize, offset: first });
    const have = new Set(this.#videos.map(({ id }) => id));
    answer.videos.forEach(({ id }) => this.#seen.add(id));
    this.#take([...this.#videos, ...answer.videos.filter(({ id }) => !have.has(id))], answer.total);
    this.#list.children[first]?.querySelector("a").focus();
  }

  #take(videos, total) {
    this.#videos = videos;
    this.#total = total;
    // Tiles that are there already stay, so that pictures do not blink and the focus is not lost.
    const tiles = new Map([...this.#list.children].map((tile) => [tile.dataset.id, tile]));
    const wanted = videos.map((video) => tiles.get(String(video.id)) ?? this.#makeTile(video));
    const keep = new Set(wanted);
    for (const tile of tiles.values()) if (!keep.has(tile)) tile.remove();
    wanted.forEach((tile, index) => {
      if (this.#list.children[index] !== tile) this.#list.insertBefore(tile, this.#list.children[index] ?? null);
    });
    byID("no-reels").hidden = videos.length > 0;
    byID("more-reels").hidden = videos.length >= total;
  }

  #makeTile(video) {
    const { root, part } = fromTemplate("video-template");
    root.dataset.id = video.id;
    root.classList.toggle("new", !this.#seen.has(video.id));
    const play = part("poster");
    play.href = reelPath(video.id);
    if (video.aspect) play.dataset.aspect = video.aspect;
    const version = video.version > 1 ? `Version ${video.version}` : "";
    play.setAttribute("aria-label", ["Watch", video.title, version, lengthOf(video)].filter(Boolean).join(", ").replace(", ", " "));
    const picture = root.querySelector("img");
    picture.addEventListener("error", () => picture.remove());
    if (video.poster_url) picture.src = video.poster_url;
    else picture.remove();
    setText(part("length"), lengthOf(video));
    setText(root.querySelector("h3"), video.title);
    const site = shortAddress(video.source_url).split("/")[0];
    setText(part("facts"), [version, site, ago(video.created_at)].filter(Boolean).join(" · "));
    const download = part("download");
    download.hidden = !video.url;
    download.href = video.url ?? "";
    download.setAttribute("aria-label", ["Download", video.title, sizeOf(video)].filter(Boolean).join(", ").replace(", ", " "));
    return root;
  }
}
