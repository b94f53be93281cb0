import ReelCore

/// What a model is told of each tool. Values that an enumeration has are taken from it.
extension MCPTool {
    var description: JSONValue {
        [
            "name": .string(rawValue), "title": .string(title), "description": .string(words),
            "inputSchema": ["type": "object", "properties": .object(properties), "required": .array(required)],
            "annotations": annotations,
        ]
    }

    private var title: String {
        switch self {
        case .makeReel: "Make a reel"
        case .getJob: "State of a job"
        case .listJobs: "List jobs"
        case .cancelJob: "Cancel a job"
        case .listReels: "List reels"
        case .getReel: "Show a reel"
        case .editReel: "Edit a reel"
        }
    }

    private var words: String {
        switch self {
        case .makeReel:
            "Asks for a short video of an article, by its address (url) or its text. Answers at once with a job_id; making it "
                + "takes a minute or two. Ask get_job for its progress."
        case .getJob:
            "Tells how far a job is: status, progress in percent, error_message, and video_id when it is completed."
        case .listJobs: "Lists jobs, newest first."
        case .cancelJob: "Ends a job that is pending or processing."
        case .listReels: "Lists the finished videos, newest first."
        case .getReel: "Shows one finished video: its files, its script scene by scene, its credits and versions."
        case .editReel:
            "Makes another version of a finished video: other words or pictures of scenes, another order, voice or look. "
                + "The video itself stays. Answers with a job_id. get_reel has the scenes' numbers."
        }
    }

    private var annotations: JSONValue {
        switch self {
        case .getJob, .listJobs, .listReels, .getReel: ["readOnlyHint": true, "openWorldHint": false]
        case .makeReel, .editReel: ["readOnlyHint": false, "destructiveHint": false, "openWorldHint": true]
        case .cancelJob:
            ["readOnlyHint": false, "destructiveHint": true, "idempotentHint": true, "openWorldHint": false]
        }
    }

    private var required: [JSONValue] {
        switch self {
        case .makeReel, .listJobs, .listReels: []
        case .getJob, .cancelJob: ["job_id"]
        case .getReel, .editReel: ["video_id"]
        }
    }

    private var properties: [String: JSONValue] {
        switch self {
        case .makeReel: Self.article.merging(Self.look) { $1 }.merging(Self.order) { $1 }
        case .editReel: Self.edit.merging(Self.look) { $1 }
        case .getJob, .cancelJob: ["job_id": ["type": "string", "description": "As make_reel or edit_reel gave it."]]
        case .getReel: ["video_id": Self.videoID]
        case .listJobs:
            Self.page.merging(["status": Self.choice(JobStatus.self, "Only jobs of this status.")]) { $1 }
        case .listReels: Self.page
        }
    }

    private static let videoID: JSONValue = [
        "type": "integer", "minimum": 1, "description": "As a completed job or list_reels gave it.",
    ]

    private static let page: [String: JSONValue] = [
        "limit": ["type": "integer", "minimum": 1, "maximum": 200, "description": "Rows; 50 unless given."],
        "offset": ["type": "integer", "minimum": 0, "description": "Rows to pass over."],
    ]

    private static let article: [String: JSONValue] = [
        "url": ["type": "string", "description": "Address of the article, or of a feed; http or https."],
        "text": ["type": "string", "description": "The article itself, plain or in Markdown, in the place of url."],
        "title": ["type": "string", "description": "The title of text."],
        "entry": [
            "type": "integer", "minimum": 1, "maximum": 500, "description": "Which entry of a feed; 1 is the newest.",
        ],
        "duration": [
            "enum": .array(JobRequest.durations.map { .number(Double($0)) }), "description": "Seconds of the reel.",
        ],
        "reuse": ["type": "boolean", "description": "Whether a video that there is of this url will do."],
    ]

    private static let look: [String: JSONValue] = [
        "quality": choice(Quality.self, "standard unless given; draft is quick and small."),
        "aspect": choice(Aspect.self, "Width to height; 9:16 unless given."),
        "captions": choice(CaptionLook.self, "How captions in the picture look."),
        "theme": choice(Theme.self, "Colours of what is drawn."),
        "quotes": choice(QuoteVoice.self, "Who speaks what is quoted."),
        "voice": ["type": "string", "description": "Who speaks; a name of GET /api/voices."],
        "music": [
            "type": "string", "description": "none, drift, dawn, stride, or a file of the service's music folder.",
        ],
        "priority": [
            "type": "integer", "minimum": .number(Double(JobOptions.priorities.lowerBound)),
            "maximum": .number(Double(JobOptions.priorities.upperBound)), "description": "Higher goes first.",
        ],
        "idempotency_key": [
            "type": "string", "maxLength": 255,
            "description": "A text of your own, such as a UUID: asking again with it never makes a second job.",
        ],
    ]

    private static let order: [String: JSONValue] = [
        "run_at": ["type": "string", "description": "Not started before this time (RFC 3339), at most a year ahead."],
        "max_attempts": [
            "type": "integer", "minimum": .number(Double(JobOptions.attempts.lowerBound)),
            "maximum": .number(Double(JobOptions.attempts.upperBound)), "description": "Tries that may fail.",
        ],
    ]

    private static let edit: [String: JSONValue] = [
        "video_id": videoID,
        "title": ["type": "string", "description": "Another title."],
        "scenes": [
            "type": "array", "description": "The scenes that change.",
            "items": [
                "type": "object", "required": ["scene_number"],
                "properties": [
                    "scene_number": ["type": "integer", "minimum": 1],
                    "script": ["type": "string", "description": "Other words."],
                    "picture": [
                        "type": ["object", "null"], "required": ["url"], "properties": ["url": ["type": "string"]],
                        "description": "Another picture; null takes away the one that it has.",
                    ],
                    "remove": ["type": "boolean", "description": "true leaves the scene out."],
                ],
            ],
        ],
        "order": [
            "type": "array", "items": ["type": "integer", "minimum": 1],
            "description": "The numbers of all scenes that stay, in their new order.",
        ],
    ]

    private static func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _: Choice.Type, _ words: String
    ) -> JSONValue {
        ["type": "string", "enum": .array(Choice.allCases.map { .string($0.rawValue) }), "description": .string(words)]
    }
}
