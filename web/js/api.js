// The REST half of the API: every answer as its JSON, every failure as an ApiError whose message is for people.

export class ApiError extends Error {
  // status: of HTTP; 0 when there was no answer at all.
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

async function request(path, options = {}) {
  let response;
  let text;
  try {
    response = await fetch(path, { ...options, headers: { Accept: "application/json", ...options.headers } });
    text = await response.text();
  } catch {
    throw new ApiError("ReelCraft does not answer. Check that it is running and that you are online.", 0);
  }
  let body = null;
  try {
    body = JSON.parse(text);
  } catch {
    // Told below: whatever stands between us and the service answered in its own words.
  }
  if (!response.ok || body === null) {
    throw new ApiError(body?.detail ?? `ReelCraft answered with status ${response.status} and no reason.`, response.status);
  }
  return body;
}

const post = (path, body) =>
  request(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });

const query = (values) => {
  const given = Object.entries(values).filter(([, value]) => value !== undefined && value !== null && value !== "");
  return new URLSearchParams(given).toString();
};

const jobPath = (id) => `/api/jobs/${encodeURIComponent(id)}`;
const videoPath = (id) => `/api/videos/${encodeURIComponent(id)}`;

// fields: those of POST /api/generate-video, url among them.
export const createJob = (fields) => post("/api/generate-video", fields);
export const job = (id) => request(jobPath(id));
// page: { status, limit, offset }, each of which may be left out.
export const jobs = (page) => request(`/api/jobs?${query(page)}`);
export const cancelJob = (id) => post(`${jobPath(id)}/cancel`);
export const retryJob = (id) => post(`${jobPath(id)}/retry`);
export const videos = (page) => request(`/api/videos?${query(page)}`);
export const video = (id) => request(videoPath(id));
// changes: the fields of POST /api/videos/{id}/edit.
export const editVideo = (id, changes) => post(`${videoPath(id)}/edit`, changes);
export const deleteVideo = (id) => request(videoPath(id), { method: "DELETE" });
// choices: { indexable }. The answer's url is told this once.
export const createShare = (id, choices) => post(`${videoPath(id)}/shares`, choices);
export const shares = (id) => request(`${videoPath(id)}/shares`);
export const deleteShare = (id, share) => request(`${videoPath(id)}/shares/${encodeURIComponent(share)}`, { method: "DELETE" });
export const voices = () => request("/api/voices");
export const health = () => request("/health");
