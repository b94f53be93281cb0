// The page: puts the parts together and keeps them fresh.

import * as api from "./api.js";
import { announce, byID, setText } from "./dom.js";
import { JobActions } from "./job-actions.js";
import { JobBook } from "./job-book.js";
import { JobPage } from "./job-page.js";
import { JobsPage } from "./jobs-page.js";
import { Live } from "./live.js";
import { Making } from "./making.js";
import { NewJobForm } from "./new-job.js";
import { ReelDialog } from "./reel-dialog.js";
import { ReelList } from "./reels.js";
import { Routes } from "./routes.js";
import { isOver, jobName, stageOf } from "./words.js";

// Jobs that others begin (a script, another window) appear after at most this long.
const refreshInterval = 4000;

const book = new JobBook();
const reelList = new ReelList();
const actions = new JobActions(book, (id) => making.keep(id));
const making = new Making(book, actions);
const jobsPage = new JobsPage(book, actions);
const live = new Live(book, (isLive) => {
  byID("link-state").hidden = isLive;
});
const jobPage = new JobPage(book, live, actions);
const form = new NewJobForm((request) => actions.start(request));
const dialog = new ReelDialog({
  onClose: () => routes.leaveReel(),
  edit: (video, changes) => actions.edit(video, changes),
  onDeleted: (id) => {
    reelList.remove(id);
    book.videoDeleted(id);
  },
});

// The views beside the first one, by their names in routes.js. Each has an element #view-<name> with an <h1>, and a link in the
// masthead that appears with it. Called are, where they exist: show(route) when the address leads there, hide() when another view
// takes its place, refresh() every few seconds while it is shown, follow(job, before) for every change in the book.
const pages = {
  jobs: jobsPage,
  job: jobPage,
};
const isView = (name) => name === "home" || Object.hasOwn(pages, name);

let view = "home";

// News -------------------------------------------------------------------------------------------------------------

book.onChange((job, before) => {
  making.follow(job, before);
  for (const page of Object.values(pages)) page.follow?.(job, before);
  if (job) {
    if (isOver(job.status)) live.unwatch(job.id);
    else live.watch(job.id);
    if (before) tell(job, before);
  }
  drawTitle();
});

// For who does not see the bars.
async function tell(job, before) {
  const name = jobName(job);
  if (isOver(job.status) && !isOver(before.status)) {
    if (job.status === "completed") await refreshReels();
    announce(job.status === "completed" ? `Ready: ${reelList.find(job.video_id)?.title ?? name}`
      : job.status === "failed" ? `Failed: ${name}. ${job.error_message ?? ""}` : `Cancelled: ${name}`);
  } else if (job.status === "processing" && stageOf(job.progress) !== stageOf(before.progress)) {
    announce(`${name}: ${job.progress_message}`);
  }
}

function drawTitle() {
  const furthest = Math.max(...book.active.map((job) => job.progress));
  document.title = Number.isFinite(furthest) ? `${furthest} % · ReelCraft` : "ReelCraft";
}

// Views ------------------------------------------------------------------------------------------------------------

const navigation = [...document.querySelectorAll("[data-nav]")];
for (const item of navigation) item.hidden = !isView(item.dataset.nav);

const routes = new Routes((route, { isFirst, isSameView }) => {
  const before = view;
  view = isView(route.view) ? route.view : "home";
  for (const place of document.querySelectorAll("main > [id^='view-']")) place.hidden = place.id !== `view-${view}`;
  for (const item of navigation) {
    if (item.dataset.nav === (view === "job" ? "jobs" : view)) item.setAttribute("aria-current", "page");
    else item.removeAttribute("aria-current");
  }
  if (!isSameView) pages[before]?.hide?.();
  if (pages[view]) guarded(() => pages[view].show(route));
  if (!isSameView && !isFirst) {
    scrollTo(0, 0);
    // As after the loading of a page: what is new is where one is.
    if (!route.reel) byID(`view-${view}`).querySelector("h1").focus({ preventScroll: true });
  }
  if (route.reel) dialog.open(route.reel, reelList.find(route.reel));
  else if (!isFirst) dialog.close();
});

// Keeping fresh ----------------------------------------------------------------------------------------------------

const refreshReels = () => guarded(() => reelList.refresh());

// What others did, and whether anybody works.
async function refresh() {
  await guarded(async () => {
    const asked = performance.now();
    const lists = await Promise.all(
      [["processing", 200], ["pending", 200], ["failed", 20]].map(([status, limit]) => api.jobs({ status, limit })));
    const told = lists.flatMap(({ jobs }) => jobs);
    told.forEach((job) => book.tell(job, { asked }));
    // Ended, and nobody has said so.
    const listed = new Set(told.map(({ id }) => id));
    await Promise.all(book.active.filter(({ id }) => !listed.has(id)).map(({ id }) => live.ask(id)));
    await reelList.refresh();
    await pages[view]?.refresh?.();
    sayNotice(whatIsMissing(await api.health()));
  });
}

// What of the service does not run, and what that means here; why jobs that wait are not begun, if there is a reason but that
// others are before them.
function whatIsMissing({ runners, bridge, message }) {
  const isWaiting = book.active.some((job) => job.status === "pending");
  const missing = [];
  if (runners === 0) missing.push("No runner is at work, so jobs wait. Start one: scripts/run starts everything.");
  else if (isWaiting && message !== "ReelCraft API is running") missing.push(message);
  if (bridge === false) missing.push("The bridge is not running, so progress is not live. Start it: scripts/run starts everything.");
  return missing.join(" ");
}

// Does something that asks the API; its trouble is said above everything else.
async function guarded(action) {
  try {
    await action();
  } catch (error) {
    if (!(error instanceof api.ApiError)) throw error;
    sayNotice(error.message);
  }
}

function sayNotice(text) {
  byID("notice").hidden = text === "";
  setText(byID("notice"), text);
}

async function keepFresh() {
  if (!document.hidden) await refresh();
  setTimeout(keepFresh, refreshInterval);
}

// Not by following the link: the address says where one is.
document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  byID("main").focus();
});
document.addEventListener("visibilitychange", () => document.hidden || refresh());
routes.start();
keepFresh();
// Not where that would open a keyboard over half of the page.
if (view === "home" && !dialog.isOpen && matchMedia("(hover: hover)").matches) form.focus();
