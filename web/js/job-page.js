// One job by its link, whenever it was.

import { byID, element, setText } from "./dom.js";
import { JobCard } from "./job-card.js";
import { ago, clock, statuses, time } from "./words.js";

export class JobPage {
  #id = null;
  #card = null;

  constructor(book, live, actions) {
    this.book = book;
    this.live = live;
    this.actions = actions;
    setInterval(() => this.#card?.tick(), 1000);
  }

  async show({ job: id }) {
    this.#id = id;
    this.#card = new JobCard({ book: this.book, actions: this.actions });
    this.#card.part("job-name").setAttribute("aria-level", "2");
    byID("job-place").replaceChildren();
    byID("job-facts").replaceChildren();
    const known = this.book.get(id);
    if (known) this.#draw(known);
    await this.live.ask(id);
    if (this.#id === id && !this.book.get(id)) {
      setText(byID("job-missing"), "There is no such job. Check the link, or look for it among all jobs.");
    }
  }

  hide() {
    this.#id = null;
    this.#card = null;
  }

  // To be told of every change in the book.
  follow(job) {
    if (job && job.id === this.#id) this.#draw(job);
  }

  #draw(job) {
    setText(byID("job-missing"), "");
    this.#card.draw(job);
    if (!this.#card.root.isConnected) byID("job-place").replaceChildren(this.#card.root);
    const facts = [
      ["Status", statuses[job.status]],
      ["Article", job.source_url],
      ["Quality", job.quality],
      ["Accepted", ago(job.created_at)],
      ["Took", job.completed_at && job.started_at ? clock((time(job.completed_at) - time(job.started_at)) / 1000) : null],
      ["Job id", job.id],
    ].filter(([, value]) => value);
    const text = facts.flat().join("|");
    const place = byID("job-facts");
    if (place.dataset.text === text) return;
    place.dataset.text = text;
    place.replaceChildren(...facts.flatMap(([name, value]) => [element("dt", {}, name), element("dd", {}, value)]));
  }
}
