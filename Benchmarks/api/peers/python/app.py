"""The same service as a Python team would write it: FastAPI, SQLAlchemy's asynchronous session, aiosqlite."""

import os
import uuid
from datetime import datetime, timezone

from fastapi import FastAPI, HTTPException
from pydantic import BaseModel, HttpUrl
from sqlalchemy import DateTime, Integer, String, Text, event, func, select
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

engine = create_async_engine(f"sqlite+aiosqlite:///{os.environ['PEER_DATABASE']}")
sessions = async_sessionmaker(engine, expire_on_commit=False)


@event.listens_for(engine.sync_engine, "connect")
def set_up(connection, _):
    # As durable as what it is compared with: an accepted job survives a power cut.
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA busy_timeout = 5000")


class Base(DeclarativeBase):
    pass


class Job(Base):
    __tablename__ = "jobs"

    id: Mapped[str] = mapped_column(String, primary_key=True)
    status: Mapped[str] = mapped_column(String, index=True, default="pending")
    progress: Mapped[int] = mapped_column(Integer, default=0)
    progress_message: Mapped[str] = mapped_column(String, default="Job created")
    error_message: Mapped[str | None] = mapped_column(Text)
    video_id: Mapped[int | None] = mapped_column(Integer)
    source_url: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(DateTime, index=True)
    started_at: Mapped[datetime | None] = mapped_column(DateTime)
    completed_at: Mapped[datetime | None] = mapped_column(DateTime)


class JobBody(BaseModel):
    url: HttpUrl


class Accepted(BaseModel):
    job_id: str
    status: str
    message: str


class JobAnswer(BaseModel):
    model_config = {"from_attributes": True}

    id: str
    status: str
    progress: int
    progress_message: str
    error_message: str | None
    video_id: int | None
    source_url: str
    created_at: datetime
    started_at: datetime | None
    completed_at: datetime | None


class JobPage(BaseModel):
    jobs: list[JobAnswer]
    count: int
    total: int


app = FastAPI()


@app.on_event("startup")
async def make_tables():
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)


@app.post("/api/generate-video", response_model=Accepted, status_code=202)
async def create(body: JobBody):
    async with sessions() as session:
        job = Job(
            id=str(uuid.uuid4()),
            source_url=str(body.url),
            created_at=datetime.now(timezone.utc).replace(tzinfo=None),
        )
        session.add(job)
        await session.commit()
        return Accepted(job_id=job.id, status=job.status, message="Video generation job created.")


@app.get("/api/jobs/{job_id}", response_model=JobAnswer)
async def show(job_id: str):
    async with sessions() as session:
        job = await session.get(Job, job_id)
        if job is None:
            raise HTTPException(404, "Job not found")
        return job


@app.get("/api/jobs", response_model=JobPage)
async def page(limit: int = 50, offset: int = 0):
    async with sessions() as session:
        rows = await session.scalars(
            select(Job).order_by(Job.created_at.desc()).limit(limit).offset(offset)
        )
        jobs = [JobAnswer.model_validate(row) for row in rows]
        total = await session.scalar(select(func.count()).select_from(Job))
        return JobPage(jobs=jobs, count=len(jobs), total=total)
