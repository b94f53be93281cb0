// What one may do with a job: start, cancel, try again.

import * as api from "./api.js";
import { announce } from "./dom.js";
import { wishOf } from "./options.js";
import { jobName, shortAddress } from "./words.js";

export class JobActions {
  #book;
  #started;

  // started(id): a job that was begun on this page.
  constructor(book, started) {
    this.#book = book;
    this.#started = started;
  }

  async start(request) {
    const created = await api.createJob(request);
    const name = request.url ? shortAddress(request.url) : request.title ?? "your text";
    announce(created.status === "completed" ? `There is a reel of ${name} already.` : `Started: ${name}`);
    this.#started(created.job_id);
    await this.#ask(created.job_id);
  }

  // Another version of a video.
  async edit(video, changes) {
    const created = await api.editVideo(video.id, changes);
    announce(`Started: a new version of ${video.title}`);
    this.#started(created.job_id);
    await this.#ask(created.job_id);
  }

  async cancel(job) {
    try {
      await api.cancelJob(job.id);
      this.#book.tell({ ...job, status: "cancelled" }, { asked: performance.now() });
    } catch (error) {
      // Ended in the meantime: the truth is one question away.
      if (error.status !== 409) throw error;
    }
    await this.#ask(job.id);
  }

  // The same job once more; a new one when the reel that it made has been deleted.
  async retry(job) {
    let id = job.id;
    if (job.status === "completed") id = (await api.createJob(wishOf(job))).job_id;
    else await api.retryJob(id);
    announce(`Started again: ${jobName(job)}`);
    this.#started(id);
    await this.#ask(id);
    return id;
  }

  async #ask(id) {
    const asked = performance.now();
    this.#book.tell(await api.job(id), { asked });
  }
}
