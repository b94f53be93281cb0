// Live progress: one WebSocket for all jobs; while it is down, a question a second for each job instead.

import * as api from "./api.js";

const firstDelay = 500;
const longestDelay = 20_000;
const pollInterval = 1000;
// Between two questions whether a reel can be watched by now.
const lookInterval = 300;
// The percent from which on pictures are encoded.
const composing = 85;

export class Live {
  #book;
  #onLink;
  #socket = null;
  #watched = new Set();
  #looking = new Set();
  #delay = firstDelay;
  #retry = null;
  #poll = null;

  // What it hears goes into the book; onLink(isLive) when the socket comes or goes.
  constructor(book, onLink) {
    this.#book = book;
    this.#onLink = onLink;
    this.#connect();
    // Back from sleep or from no network: the wait that was begun before means nothing any more.
    addEventListener("online", () => this.#hurry());
    document.addEventListener("visibilitychange", () => document.hidden || this.#hurry());
  }

  watch(id) {
    if (this.#watched.has(id)) return;
    this.#watched.add(id);
    this.#subscribe(id);
    this.#schedulePoll();
  }

  unwatch(id) {
    this.#watched.delete(id);
  }

  get #isOpen() {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  #connect() {
    clearTimeout(this.#retry);
    this.#retry = null;
    const socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws`);
    this.#socket = socket;
    socket.addEventListener("open", () => this.#watched.forEach((id) => this.#subscribe(id)));
    socket.addEventListener("message", (event) => this.#receive(event.data));
    socket.addEventListener("close", () => {
      this.#onLink(false);
      this.#schedulePoll();
      // Half of the delay by chance, so that the pages of a restarted server do not all come at once.
      this.#retry = setTimeout(() => this.#connect(), this.#delay * (0.5 + Math.random() / 2));
      this.#delay = Math.min(this.#delay * 2, longestDelay);
    });
  }

  #hurry() {
    if (this.#retry === null) return;
    this.#delay = firstDelay;
    this.#connect();
  }

  #subscribe(id) {
    if (this.#isOpen) this.#socket.send(JSON.stringify({ subscribe: id }));
  }

  #receive(data) {
    let message;
    try {
      message = JSON.parse(data);
    } catch {
      return;
    }
    switch (message?.type) {
      case "connection":
        this.#delay = firstDelay;
        this.#onLink(true);
        break;
      case "job_progress":
        this.#book.progress(message);
        this.#lookForStream(message);
        break;
      case "job_status":
        this.#book.tell(message.status, { seq: message.seq });
        break;
      case "error":
        // The bridge cannot tell of this job; the API may know why.
        if (message.job_id) this.ask(message.job_id);
        break;
    }
  }

  // Progress does not say whether the reel can be watched by now; the job does.
  async #lookForStream({ job_id: id, progress }) {
    if (progress < composing || progress >= 100 || this.#looking.has(id) || this.#book.get(id)?.hls_url) return;
    this.#looking.add(id);
    await this.ask(id);
    setTimeout(() => this.#looking.delete(id), lookInterval);
  }

  #schedulePoll() {
    if (this.#poll !== null || this.#isOpen || this.#watched.size === 0) return;
    this.#poll = setTimeout(async () => {
      if (!this.#isOpen) await Promise.all([...this.#watched].map((id) => this.ask(id)));
      this.#poll = null;
      this.#schedulePoll();
    }, pollInterval);
  }

  // Asks the API for a job; one that it does not know is forgotten.
  async ask(id) {
    const asked = performance.now();
    try {
      this.#book.tell(await api.job(id), { asked });
    } catch (error) {
      if (error.status !== 404) return;
      this.unwatch(id);
      this.#book.forget(id);
    }
  }
}
