// Rules that the responder and the bridge share: Host, Origin, principal, problem, CORS.
