// One job as a card: its stages, what is happening in words, the time left, and what one may do.

import { button, element, fromTemplate, link, setText } from "./dom.js";
import { LivePlayer } from "./live-player.js";
import { jobPath, reelPath } from "./routes.js";
import { canBeMadeAgain, clock, happening, isOver, jobName, stageOf, stages, time, timeLeft } from "./words.js";

export class JobCard {
  #job = null;
  #actionsFor = "";
  #trouble = "";
  // Plays what there is of the reel, from when that is asked for.
  #live = null;

  // actions: JobActions; dismiss(job): takes the card away, where it may be taken away.
  constructor({ book, actions, dismiss = null }) {
    this.book = book;
    this.actions = actions;
    this.dismiss = dismiss;
    const { root, part } = fromTemplate("job-template");
    this.root = root;
    this.part = part;
    this.steps = stages.map(({ name }) => element("span", {}, name));
    part("stages").append(...this.steps);
  }

  draw(job) {
    const isNews = this.#job?.status !== job.status;
    this.#job = job;
    if (isNews) this.#trouble = "";
    // Tried again, or without a reel in the end: what was shown is not there any more.
    if (isNews && job.status !== "processing" && job.status !== "completed") this.#hideLive();
    this.root.dataset.status = job.status;
    const source = this.part("job-source");
    setText(source, jobName(job));
    source.title = job.source_url ?? "";
    source.href = jobPath(job.id);
    setText(this.part("job-percent"), isOver(job.status) ? "" : `${job.progress} %`);
    this.#drawStages(job);
    this.#drawActions(job);
    this.tick();
  }

  // What changes without any news: the time.
  tick() {
    const job = this.#job;
    if (!job) return;
    setText(this.part("job-message"), this.#trouble || happening(job));
    const times = [];
    if (job.status === "processing" && job.started_at) {
      times.push(clock((Date.now() - time(job.started_at)) / 1000));
      if (job.eta_seconds > 0) times.push(timeLeft(job.eta_seconds, this.book.sinceEstimate(job.id)));
    }
    // Put off, after a failure that may pass or by whoever made it.
    const wait = job.status === "pending" && job.run_at ? (time(job.run_at) - Date.now()) / 1000 : 0;
    if (wait > 0) times.push(`in ${clock(wait)}`);
    setText(this.part("job-time"), times.join(" · "));
  }

  #drawStages(job) {
    const current = stageOf(job.progress);
    let from = 0;
    stages.forEach(({ until }, index) => {
      const done = Math.min(1, Math.max(0, (job.progress - from) / (until - from)));
      this.steps[index].style.setProperty("--done", done);
      this.steps[index].classList.toggle("current", index === current && job.status === "processing");
      from = until;
    });
    const track = this.part("stages");
    track.setAttribute("aria-label", `Progress of ${jobName(job)}`);
    track.setAttribute("aria-valuenow", job.progress);
    track.setAttribute("aria-valuetext", `${job.progress} percent, ${happening(job)}`);
  }

  #drawActions(job) {
    const place = this.part("job-actions");
    // A finished job is dismissed only after its end, and watched only while its reel is there.
    const canLook = !isOver(job.status) && job.hls_url && this.#live === null;
    const key = `${isOver(job.status) ? job.status : "active"} ${job.video_id ?? ""} ${canLook}`;
    if (this.#actionsFor === key) return;
    this.#actionsFor = key;
    const hadFocus = place.contains(document.activeElement);
    const name = jobName(job);
    const made = [];
    if (!isOver(job.status)) {
      if (canLook) made.push(button("Watch so far", () => this.#look(), { spoken: `Watch ${name} while it is made` }));
      made.push(button("Cancel", () => this.#try(() => this.actions.cancel(this.#job)), { spoken: `Cancel ${name}` }));
    } else {
      if (job.video_id !== null) made.push(link("Watch", reelPath(job.video_id), { name: "primary", spoken: `Watch the reel of ${name}` }));
      if (canBeMadeAgain(job)) made.push(button("Try again", () => this.#retry(), { spoken: `Try ${name} again` }));
      if (this.dismiss) made.push(button("Dismiss", () => this.dismiss(this.#job), { spoken: `Dismiss ${name}` }));
    }
    place.replaceChildren(...made);
    if (hadFocus) made[0]?.focus();
  }

  // The player stays when the reel is finished: who is watching goes on.
  #look() {
    const player = element("video", { controls: true, playsinline: true, "aria-label": `${jobName(this.#job)}, in the making` });
    const place = this.part("job-live");
    place.replaceChildren(player);
    place.hidden = false;
    this.#live = new LivePlayer(player, (words) => {
      place.hidden = true;
      this.#trouble = words;
      this.tick();
    });
    this.#live.start(this.#job.hls_url);
    this.#drawActions(this.#job);
    player.focus();
  }

  #hideLive() {
    if (this.#live === null) return;
    this.#live.stop();
    this.#live = null;
    this.part("job-live").replaceChildren();
    this.part("job-live").hidden = true;
  }

  async #retry() {
    const job = this.#job;
    await this.#try(async () => {
      const id = await this.actions.retry(job);
      if (id === job.id) return;
      if (this.dismiss) this.dismiss(job);
      else location.hash = jobPath(id);
    });
  }

  async #try(action) {
    try {
      await action();
    } catch (error) {
      this.#trouble = error.message;
      this.tick();
    }
  }
}
