// How things are said and counted on the page.

// The stages as people know them, each with the percent at which it ends (the API's milestones).
export const stages = [
  { name: "Read", until: 15 },
  { name: "Write", until: 30 },
  { name: "Speak", until: 55 },
  { name: "Illustrate", until: 80 },
  { name: "Compose", until: 95 },
  { name: "Finish", until: 100 },
];

export const stageOf = (progress) => stages.findIndex(({ until }) => progress < until);

// Each status of the API with its name on the page.
export const statuses = {
  pending: "Waiting",
  processing: "In the making",
  completed: "Ready",
  failed: "Failed",
  cancelled: "Cancelled",
};

export const isOver = (status) => status === "completed" || status === "failed" || status === "cancelled";

// Whether there is something to begin again: a job that was given its text, or an edit, has that only in its own keeping.
export const canBeMadeAgain = (job) =>
  job.status === "failed" || job.status === "cancelled"
  || (job.status === "completed" && job.video_id === null && job.source_url !== "" && job.edit_of == null);

// What a job is doing, or how it ended.
export function happening(job) {
  switch (job.status) {
    case "pending": return job.progress_message === "Job created" ? "Waiting for its turn" : job.progress_message;
    case "failed": return job.error_message ?? "It failed without saying why. Try again; the runner's log may know more.";
    case "cancelled": return "Cancelled. Nothing of it was kept in your reels.";
    case "completed": return job.video_id === null ? "Its reel has been deleted." : "Your reel is ready.";
    default: return job.progress_message;
  }
}

// An address without its ceremony: "example.org/a/long-path".
export function shortAddress(address) {
  try {
    const url = new URL(address);
    return url.host.replace(/^www\./, "") + decodeURI(url.pathname).replace(/\/$/, "");
  } catch {
    return address ?? "";
  }
}

// What a job is called. One that was given its text has no address.
export function jobName(job) {
  const name = shortAddress(job.source_url) || `Your text (${job.id.slice(0, 8)})`;
  return job.edit_of == null ? name : `${name}, a new version`;
}

// What was typed, as an http(s) address; null when it cannot be one.
export function articleAddress(typed) {
  const text = typed.trim();
  if (text === "" || /\s/.test(text)) return null;
  try {
    const url = new URL(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`);
    const isWeb = url.protocol === "http:" || url.protocol === "https:";
    return isWeb && (url.hostname.includes(".") || url.hostname === "localhost" || url.hostname.startsWith("["))
      ? url.href : null;
  } catch {
    return null;
  }
}

export function clock(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

// The service's own estimate in words, with the seconds that have passed since it was told.
export function timeLeft(seconds, since = 0) {
  const left = seconds - since;
  if (left < 5) return "nearly done";
  if (left < 90) return `about ${Math.ceil(left / 5) * 5} s left`;
  return `about ${Math.round(left / 60)} min left`;
}

// A reel's length and size, as far as they are known: a reel that the Python original made may lack either.
export const lengthOf = (video) => (video.duration === null ? "" : clock(video.duration));
export const sizeOf = (video) => (video.size_mb === null ? "" : megabytes(video.size_mb));

const megabytes = (size) => `${size < 10 ? size.toFixed(1) : Math.round(size)} MB`;

// The API's times are UTC without a sign of it.
export const time = (text) => new Date(`${text}Z`);

export function ago(text) {
  const seconds = (Date.now() - time(text)) / 1000;
  const words = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
  if (seconds < 60) return "just now";
  if (seconds < 3600) return words.format(-Math.round(seconds / 60), "minute");
  if (seconds < 86_400) return words.format(-Math.round(seconds / 3600), "hour");
  if (seconds < 7 * 86_400) return words.format(-Math.round(seconds / 86_400), "day");
  return time(text).toLocaleDateString("en", { day: "numeric", month: "short", year: "numeric" });
}
