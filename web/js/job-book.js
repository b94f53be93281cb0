// What is known of every job that the page has heard of. News comes from answers, from the socket and from polls, in any
// order; what is older than what is known changes nothing, and no number goes back.

import { isOver } from "./words.js";

export class JobBook {
  #entries = new Map();
  #listeners = [];

  // listener(job, before): `before` is the job as it was known, null for a new one; `job` is null for one that is gone.
  onChange(listener) {
    this.#listeners.push(listener);
  }

  get(id) {
    return this.#entries.get(id)?.job;
  }

  // Newest first.
  get all() {
    const jobs = [...this.#entries.values()].map(({ job }) => job);
    return jobs.sort((one, other) => (one.created_at < other.created_at ? 1 : one.created_at > other.created_at ? -1 : 0));
  }

  get active() {
    return this.all.filter((job) => !isOver(job.status));
  }

  // Seconds since the service last told how long the job will take.
  sinceEstimate(id) {
    return (performance.now() - (this.#entries.get(id)?.estimatedAt ?? performance.now())) / 1000;
  }

  // The whole job. seq: of the event, from the socket; asked: when the question was put, for an answer.
  tell(told, { seq = null, asked = null } = {}) {
    const known = this.#entries.get(told.id);
    if (!known) {
      this.#enter(told, null, seq, told.eta_seconds);
      return;
    }
    if (seq !== null && seq < known.seq) return;
    let job = told;
    if (isOver(known.job.status) && !isOver(told.status)) {
      // Tried again by somebody, or an answer that was on its way while the job ended.
      if (!(asked !== null && asked > known.overAt)) return;
    } else if (told.progress < known.job.progress) {
      job = { ...told, progress: known.job.progress, progress_message: known.job.progress_message };
    }
    this.#enter(job, known, seq, told.eta_seconds);
  }

  // The number and the words between two changes of status.
  progress({ job_id: id, progress, message, seq, eta_seconds: eta }) {
    const known = this.#entries.get(id);
    if (!known || seq <= known.seq || isOver(known.job.status)) return;
    const job = { ...known.job, progress: Math.max(progress, known.job.progress), progress_message: message };
    // Progress means that a runner has it, even if the word of that has been lost.
    job.status = "processing";
    if (eta !== undefined) job.eta_seconds = eta;
    this.#enter(job, known, seq, eta);
  }

  forget(id) {
    const known = this.#entries.get(id);
    if (!known) return;
    this.#entries.delete(id);
    for (const listener of this.#listeners) listener(null, known.job);
  }

  // Jobs that made a video which was deleted keep their row without it.
  videoDeleted(videoID) {
    for (const job of this.all) if (job.video_id === videoID) this.tell({ ...job, video_id: null });
  }

  // estimate: the time left, where this news told it.
  #enter(job, known, seq, estimate) {
    const isEnd = isOver(job.status) && !(known && isOver(known.job.status));
    this.#entries.set(job.id, {
      job,
      seq: Math.max(known?.seq ?? -1, seq ?? -1),
      overAt: isEnd ? performance.now() : known?.overAt ?? (isOver(job.status) ? performance.now() : 0),
      estimatedAt: typeof estimate === "number" ? performance.now() : known?.estimatedAt ?? performance.now(),
    });
    for (const listener of this.#listeners) listener(job, known?.job ?? null);
  }
}
