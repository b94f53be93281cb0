// In the making: jobs that are not over, those that were begun or watched here and have ended, and recent failures.

import { byID } from "./dom.js";
import { JobCard } from "./job-card.js";
import { recalled, store } from "./storage.js";
import { isOver, time } from "./words.js";

const dismissedKey = "reelcraft.dismissed";
// A failure is shown again after a reload for this long.
const failureAge = 3_600_000;

export class Making {
  #section = byID("making");
  #list = byID("jobs");
  #cards = new Map();
  // Whose end shall be seen here.
  #kept = new Set();
  #dismissed = new Set(recalled(dismissedKey, Array.isArray, []));

  constructor(book, actions) {
    this.book = book;
    this.actions = actions;
    setInterval(() => this.#cards.forEach((card) => card.tick()), 1000);
  }

  // Shows the job even if it is over already: it was begun on this page.
  keep(id) {
    this.#kept.add(id);
    this.#dismissed.delete(id);
  }

  // To be told of every change in the book.
  follow(job, before) {
    if (!job) return this.#remove(before.id);
    if (!this.#isWorthShowing(job)) return this.#remove(job.id);
    if (!isOver(job.status)) this.keep(job.id);
    let card = this.#cards.get(job.id);
    if (!card) {
      card = new JobCard({ book: this.book, actions: this.actions, dismiss: (over) => this.#dismiss(over) });
      card.root.dataset.created = job.created_at;
      // Newest first, as the API lists them.
      const after = [...this.#list.children].find((other) => other.dataset.created < job.created_at);
      this.#list.insertBefore(card.root, after ?? null);
      this.#cards.set(job.id, card);
    }
    card.draw(job);
    this.#section.hidden = false;
  }

  #isWorthShowing(job) {
    if (!isOver(job.status)) return true;
    if (this.#dismissed.has(job.id)) return false;
    if (job.status === "completed" && job.video_id === null) return false;
    return this.#kept.has(job.id) || (job.status === "failed" && Date.now() - time(job.created_at) < failureAge);
  }

  #dismiss(job) {
    const hadFocus = this.#cards.get(job.id)?.root.contains(document.activeElement);
    this.#dismissed.add(job.id);
    store(dismissedKey, [...this.#dismissed].slice(-100));
    this.#remove(job.id);
    // The button that had the focus is gone.
    if (hadFocus) (this.#list.querySelector("button, .job-actions a") ?? byID("reels")).focus();
  }

  #remove(id) {
    this.#cards.get(id)?.root.remove();
    this.#cards.delete(id);
    this.#section.hidden = this.#cards.size === 0;
  }
}
