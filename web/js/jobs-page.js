// All jobs, by state.

import * as api from "./api.js";
import { button, byID, element, link, setText } from "./dom.js";
import { jobPath, jobsPath, reelPath } from "./routes.js";
import { ago, canBeMadeAgain, happening, isOver, jobName, statuses } from "./words.js";

const pageSize = 30;

export class JobsPage {
  #status = "";
  #ids = [];
  #rows = new Map();
  #total = 0;
  #list = byID("job-rows");
  #filters = new Map();
  #trouble = new Map();

  constructor(book, actions) {
    this.book = book;
    this.actions = actions;
    for (const [status, name] of [["", "All"], ...Object.entries(statuses)]) {
      const number = element("span", { class: "count" });
      const filter = element("a", { href: jobsPath(status) }, name, " ", number);
      byID("job-filters").append(element("li", {}, filter));
      this.#filters.set(status, { filter, number });
    }
    byID("more-jobs").addEventListener("click", () => this.#loadMore());
  }

  async show({ status }) {
    this.#status = Object.hasOwn(statuses, status) ? status : "";
    this.#ids = [];
    for (const [value, { filter }] of this.#filters) {
      if (value === this.#status) filter.setAttribute("aria-current", "page");
      else filter.removeAttribute("aria-current");
    }
    await this.refresh();
  }

  // Asks for the rows that are shown, and for how many there are of each status.
  async refresh() {
    await Promise.all([this.#load(0, Math.min(200, Math.max(pageSize, this.#ids.length))), this.#count()]);
  }

  // To be told of every change in the book.
  follow(job) {
    if (job && this.#rows.has(job.id)) this.#draw(job);
  }

  async #load(offset, limit) {
    const asked = performance.now();
    const status = this.#status;
    const answer = await api.jobs({ status, limit, offset });
    // Another filter was chosen meanwhile.
    if (status !== this.#status) return;
    answer.jobs.forEach((job) => this.book.tell(job, { asked }));
    const ids = answer.jobs.map(({ id }) => id);
    this.#ids = offset === 0 ? ids : [...this.#ids, ...ids.filter((id) => !this.#ids.includes(id))];
    this.#total = answer.total ?? answer.count;
    this.#drawAll();
  }

  async #loadMore() {
    const first = this.#ids.length;
    await this.#load(first, pageSize);
    this.#list.children[first]?.querySelector("a").focus();
  }

  async #count() {
    await Promise.all([...this.#filters].map(async ([status, { number }]) => {
      const { total } = await api.jobs({ status, limit: 1 });
      setText(number, String(total ?? ""));
    }));
  }

  #drawAll() {
    for (const [id, row] of this.#rows) {
      if (this.#ids.includes(id)) continue;
      row.remove();
      this.#rows.delete(id);
    }
    this.#ids.forEach((id, index) => {
      const row = this.#draw(this.book.get(id));
      if (this.#list.children[index] !== row) this.#list.insertBefore(row, this.#list.children[index] ?? null);
    });
    byID("no-jobs").hidden = this.#ids.length > 0;
    byID("more-jobs").hidden = this.#ids.length >= this.#total;
  }

  #draw(job) {
    const row = this.#rows.get(job.id) ?? this.#makeRow(job.id);
    const part = (name) => row.querySelector(`.${name}`);
    row.dataset.status = job.status;
    setText(part("badge"), job.status === "processing" ? `${job.progress} %` : statuses[job.status]);
    setText(part("row-name"), jobName(job));
    setText(part("row-message"), this.#trouble.get(job.id) ?? happening(job));
    setText(part("row-facts"), [ago(job.created_at), job.quality].filter(Boolean).join(" · "));
    // Made anew only when there is something else to do, so that the focus stays where it is.
    const kind = `${isOver(job.status) ? job.status : "active"} ${job.video_id ?? ""}`;
    if (row.dataset.kind !== kind) {
      row.dataset.kind = kind;
      const place = part("row-actions");
      const hadFocus = place.contains(document.activeElement);
      place.replaceChildren(...this.#actionsFor(job, jobName(job)));
      if (hadFocus) (place.firstElementChild ?? part("row-name")).focus();
    }
    return row;
  }

  #makeRow(id) {
    const row = element("li", { class: "row" },
      element("p", { class: "badge" }),
      element("div", { class: "row-words" }, link("", jobPath(id), { name: "row-name" }), element("p", { class: "row-message" })),
      element("p", { class: "row-facts" }),
      element("p", { class: "row-actions" }));
    this.#rows.set(id, row);
    return row;
  }

  #actionsFor(job, name) {
    if (!isOver(job.status)) {
      return [button("Cancel", () => this.#try(job.id, (now) => this.actions.cancel(now)), { spoken: `Cancel ${name}` })];
    }
    if (job.video_id !== null) return [link("Watch", reelPath(job.video_id), { spoken: `Watch the reel of ${name}` })];
    if (!canBeMadeAgain(job)) return [];
    return [button("Try again", () => this.#try(job.id, (now) => this.actions.retry(now)), { spoken: `Try ${name} again` })];
  }

  async #try(id, action) {
    this.#trouble.delete(id);
    try {
      await action(this.book.get(id));
      await this.refresh();
    } catch (error) {
      this.#trouble.set(id, error.message);
      this.#draw(this.book.get(id));
    }
  }
}
