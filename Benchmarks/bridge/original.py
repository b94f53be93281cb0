"""What the bridge is compared with: the same conversation as the Python original has it, FastAPI on uvicorn, with a manager
that sends to one subscriber after the other. Events come from a runner's socket instead of from the same process."""

import asyncio
import json
import os
from contextlib import asynccontextmanager

from fastapi import FastAPI, WebSocket, WebSocketDisconnect

subscribers: dict[str, set[WebSocket]] = {}


async def listen(path: str):
    while True:
        try:
            reader, writer = await asyncio.open_unix_connection(path)
        except OSError:
            await asyncio.sleep(0.05)
            continue
        writer.write(b'{"type":"watch"}\n')
        async for line in reader:
            event = json.loads(line)
            if "seq" not in event:
                continue
            message = {
                "type": "job_progress", "job_id": event["job_id"], "progress": event["progress"],
                "message": event["message"], "seq": event["seq"],
            }
            for socket in list(subscribers.get(event["job_id"], ())):
                await socket.send_json(message)


@asynccontextmanager
async def lifespan(_: FastAPI):
    task = asyncio.create_task(listen(os.environ["RUNNER_SOCKET"]))
    yield
    task.cancel()


app = FastAPI(lifespan=lifespan)


@app.websocket("/ws")
async def watch(socket: WebSocket):
    await socket.accept()
    await socket.send_json({"type": "connection", "message": "Connected to ReelCraft API"})
    try:
        while True:
            request = await socket.receive_json()
            job = request["subscribe"]
            subscribers.setdefault(job, set()).add(socket)
            await socket.send_json({"type": "subscribed", "job_id": job, "message": f"Subscribed to job {job}"})
            await socket.send_json({"type": "job_status", "job_id": job, "seq": 0, "status": {"id": job}})
    except WebSocketDisconnect:
        for watchers in subscribers.values():
            watchers.discard(socket)
