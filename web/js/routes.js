// Deep links. What is shown stands behind the # of the address:
//   #/                      the form, what is in the making, the reels
//   #/reels/12              the same, with that reel open
//   #/jobs                  all jobs;  #/jobs?status=failed  those of one status
//   #/jobs/<job id>         one job
//   #/batches, #/schedules, #/notifications, and an item of each behind another slash

export const homePath = "#/";
export const reelPath = (id) => `#/reels/${id}`;
export const jobPath = (id) => `#/jobs/${encodeURIComponent(id)}`;
// viewPath("batches"), viewPath("batches", id): a view, or one item of it.
export const viewPath = (view, item) => `#/${view}${item === undefined ? "" : `/${encodeURIComponent(item)}`}`;
export const jobsPath = (status) => (status ? `#/jobs?status=${status}` : "#/jobs");

const otherViews = ["batches", "schedules", "notifications"];

// An address may be typed by anybody: what is no escaped text ("%") stands for itself.
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

// { view: "home" | "jobs" | "job", reel, job, status }, or { view, item, query } of the other views, with a URLSearchParams;
// null for an anchor within the page.
export function parse(hash) {
  if (hash !== "" && !hash.startsWith("#/")) return null;
  const [path, search] = hash.replace(/^#\/?/, "").split("?");
  const [first, second] = path.split("/");
  if (first === "reels" && /^\d+$/.test(second ?? "")) return { view: "home", reel: Number(second) };
  if (first === "jobs" && second) return { view: "job", job: decoded(second) };
  if (first === "jobs") return { view: "jobs", status: new URLSearchParams(search).get("status") ?? "" };
  if (otherViews.includes(first)) {
    return { view: first, item: second ? decoded(second) : undefined, query: new URLSearchParams(search) };
  }
  return { view: "home" };
}

export class Routes {
  #last = null;
  #hasMoved = false;

  // show(route, isFirst): called for where the address points now, and whenever that changes.
  constructor(show) {
    this.show = show;
    addEventListener("hashchange", () => this.#follow(true));
  }

  start() {
    this.#follow(false);
  }

  // Leaves an open reel for what lies behind it.
  leaveReel() {
    if (!parse(location.hash)?.reel) return;
    if (this.#hasMoved) {
      history.back();
    } else {
      history.replaceState(null, "", homePath);
      this.#follow(true);
    }
  }

  #follow(hasMoved) {
    const route = parse(location.hash) ?? { ...(this.#last ?? { view: "home" }), reel: undefined };
    this.#hasMoved = hasMoved;
    const isFirst = this.#last === null;
    const isSameView = ["view", "job", "item"].every((name) => this.#last?.[name] === route[name]);
    this.#last = route;
    this.show(route, { isFirst, isSameView });
  }
}
