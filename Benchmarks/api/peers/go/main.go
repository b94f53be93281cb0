// The same service as a Go team would write it: net/http, database/sql, mattn/go-sqlite3.
package main

import (
	"crypto/rand"
	"database/sql"
	"encoding/json"
	"fmt"
	"log"
	"net"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"time"

	_ "github.com/mattn/go-sqlite3"
)

const schema = `
CREATE TABLE IF NOT EXISTS jobs (id TEXT PRIMARY KEY, status TEXT NOT NULL, progress INTEGER NOT NULL,
  progress_message TEXT NOT NULL, error_message TEXT, video_id INTEGER, source_url TEXT NOT NULL,
  created_at TEXT NOT NULL, started_at TEXT, completed_at TEXT);
CREATE INDEX IF NOT EXISTS jobs_created ON jobs (created_at);
CREATE INDEX IF NOT EXISTS jobs_status ON jobs (status);`

const columns = `id, status, progress, progress_message, error_message, video_id, source_url, created_at, started_at, completed_at`

type job struct {
	ID              string  `json:"id"`
	Status          string  `json:"status"`
	Progress        int     `json:"progress"`
	ProgressMessage string  `json:"progress_message"`
	ErrorMessage    *string `json:"error_message"`
	VideoID         *int64  `json:"video_id"`
	SourceURL       string  `json:"source_url"`
	CreatedAt       string  `json:"created_at"`
	StartedAt       *string `json:"started_at"`
	CompletedAt     *string `json:"completed_at"`
}

type scanner interface{ Scan(...any) error }

func read(row scanner) (j job, err error) {
	err = row.Scan(&j.ID, &j.Status, &j.Progress, &j.ProgressMessage, &j.ErrorMessage, &j.VideoID, &j.SourceURL,
		&j.CreatedAt, &j.StartedAt, &j.CompletedAt)
	return
}

type server struct {
	reads               *sql.DB
	writes              *sql.DB
	one, list, add, sum *sql.Stmt
}

func answer(w http.ResponseWriter, status int, value any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(value)
}

func (s *server) create(w http.ResponseWriter, r *http.Request) {
	var body struct {
		URL string `json:"url"`
	}
	if json.NewDecoder(r.Body).Decode(&body) != nil {
		answer(w, 400, map[string]string{"detail": "The body is not JSON."})
		return
	}
	if u, err := url.Parse(body.URL); err != nil || u.Host == "" {
		answer(w, 422, map[string]string{"detail": "The url is not an address."})
		return
	}
	var b [16]byte
	rand.Read(b[:])
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	id := fmt.Sprintf("%x-%x-%x-%x-%x", b[0:4], b[4:6], b[6:8], b[8:10], b[10:])
	if _, err := s.add.Exec(id, body.URL, time.Now().UTC().Format("2006-01-02 15:04:05.000")); err != nil {
		answer(w, 503, map[string]string{"detail": err.Error()})
		return
	}
	answer(w, 202, map[string]string{"job_id": id, "status": "pending", "message": "Video generation job created."})
}

func (s *server) show(w http.ResponseWriter, r *http.Request) {
	j, err := read(s.one.QueryRow(strings.TrimPrefix(r.URL.Path, "/api/jobs/")))
	if err != nil {
		answer(w, 404, map[string]string{"detail": "Job not found"})
		return
	}
	answer(w, 200, j)
}

func (s *server) page(w http.ResponseWriter, r *http.Request) {
	limit, _ := strconv.Atoi(r.URL.Query().Get("limit"))
	if limit == 0 {
		limit = 50
	}
	rows, err := s.list.Query(limit)
	if err != nil {
		answer(w, 500, map[string]string{"detail": err.Error()})
		return
	}
	defer rows.Close()
	jobs := []job{}
	for rows.Next() {
		if j, err := read(rows); err == nil {
			jobs = append(jobs, j)
		}
	}
	var total int
	s.sum.QueryRow().Scan(&total)
	answer(w, 200, map[string]any{"jobs": jobs, "count": len(jobs), "total": total})
}

func main() {
	options := "?_journal_mode=WAL&_synchronous=FULL&_busy_timeout=5000"
	path := "file:" + os.Getenv("PEER_DATABASE") + options
	writes, err := sql.Open("sqlite3", path)
	if err != nil {
		log.Fatal(err)
	}
	writes.SetMaxOpenConns(1)
	if _, err := writes.Exec(schema); err != nil {
		log.Fatal(err)
	}
	reads, _ := sql.Open("sqlite3", path)
	reads.SetMaxOpenConns(8)
	reads.SetMaxIdleConns(8)
	s := &server{reads: reads, writes: writes}
	prepare := func(db *sql.DB, text string) *sql.Stmt {
		statement, err := db.Prepare(text)
		if err != nil {
			log.Fatal(err)
		}
		return statement
	}
	s.one = prepare(reads, "SELECT "+columns+" FROM jobs WHERE id = ?")
	s.list = prepare(reads, "SELECT "+columns+" FROM jobs ORDER BY created_at DESC LIMIT ?")
	s.sum = prepare(reads, "SELECT count(*) FROM jobs")
	s.add = prepare(writes, `INSERT INTO jobs (id, status, progress, progress_message, source_url, created_at)
		VALUES (?, 'pending', 0, 'Job created', ?, ?)`)
	http.HandleFunc("/api/generate-video", s.create)
	http.HandleFunc("/api/jobs/", s.show)
	http.HandleFunc("/api/jobs", s.page)
	listener, err := net.Listen("unix", os.Getenv("PEER_SOCKET"))
	if err != nil {
		log.Fatal(err)
	}
	log.Fatal(http.Serve(listener, nil))
}
