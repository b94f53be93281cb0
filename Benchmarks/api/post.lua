wrk.method = "POST"
wrk.body = '{"url": "https://example.org/article"}'
wrk.headers["Content-Type"] = "application/json"
