// A client as one writes it with nothing but the contract of the Python original at hand: submit, subscribe, poll each
// second as fallback, fetch the video when it is done. It shares no line with our own page.

const bar = document.getElementById("bar");
const message = document.getElementById("message");
const log = document.getElementById("log");

document.getElementById("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const response = await fetch("/api/generate-video", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ url: document.getElementById("url").value, quality: "draft" }),
  });
  const data = await response.json();
  if (!response.ok) {
    message.textContent = data.detail;
    return;
  }
  message.textContent = data.message;
  track(data.job_id);
});

function track(jobID) {
  let timer = null;
  let isDone = false;

  const done = (job) => {
    if (isDone) return;
    isDone = true;
    clearInterval(timer);
    finish(job);
  };

  const startPolling = () => {
    if (timer || isDone) return;
    note("polling");
    timer = setInterval(async () => {
      const job = await (await fetch(`/api/jobs/${jobID}`)).json();
      show(job.progress, job.progress_message);
      if (["completed", "failed", "cancelled"].includes(job.status)) done(job);
    }, 1000);
  };

  const socket = new WebSocket(`ws://${location.host}/ws`);
  socket.onopen = () => socket.send(JSON.stringify({ subscribe: jobID }));
  socket.onmessage = (event) => {
    const told = JSON.parse(event.data);
    note(told.type);
    if (told.type === "job_progress" && told.job_id === jobID) show(told.progress, told.message);
    if (told.type === "job_status" && told.job_id === jobID) {
      show(told.status.progress, told.status.progress_message);
      if (["completed", "failed", "cancelled"].includes(told.status.status)) done(told.status);
    }
  };
  socket.onerror = startPolling;
  socket.onclose = startPolling;
}

function show(progress, words) {
  if (progress < bar.value) note("BACKWARDS");
  bar.value = progress;
  message.textContent = words;
}

function note(text) {
  const item = document.createElement("li");
  item.textContent = text;
  log.append(item);
}

async function finish(job) {
  if (job.status !== "completed") {
    message.textContent = job.error_message || job.status;
    return;
  }
  const { videos } = await (await fetch("/api/videos?limit=50&offset=0")).json();
  const made = videos.find((video) => video.id === job.video_id);
  const name = made.file_path.split("/").pop();
  const file = await fetch(`/api/videos/${name}`);
  const player = document.getElementById("video");
  // The file itself under its name, as the original served it.
  note(`${file.headers.get("Content-Type")} ${(await file.blob()).size > 10_000}`);
  player.src = `/api/videos/${name}`;
  await player.play();
  note("playing");
}
