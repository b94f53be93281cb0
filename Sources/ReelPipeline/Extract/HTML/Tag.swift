/// The HTML elements that extraction treats in some way of their own; all others are `other`.
package enum Tag: String, CaseIterable, Sendable {
    case html, head, body, title, meta, link, base, script, style, noscript, template
    case main, article, section, div, header, footer, nav, aside, address, hgroup, center
    case h1, h2, h3, h4, h5, h6
    case p, pre, blockquote, q, ul, ol, li, dl, dt, dd, hr, br, details, summary
    case table, thead, tbody, tfoot, tr, td, th, caption
    case figure, figcaption, picture, source, img, video, audio, iframe, object, embed, svg, canvas, map, math
    case form, fieldset, legend, label, input, button, select, option, textarea, datalist, progress, dialog, menu
    case a, span, font, b, strong, i, em, u, s, small, sub, sup, code, time, abbr, cite, ins, del, mark
    case ampImg = "amp-img"
    case other

    private static let byName = Dictionary(uniqueKeysWithValues: allCases.map { ($0.rawValue, $0) })

    /// - Parameter name: lower case.
    package init(name: String) {
        self = Self.byName[name] ?? .other
    }

    /// Whether text before and after it belongs to different paragraphs.
    package var isBlock: Bool {
        switch self {
        case .html, .body, .main, .article, .section, .div, .header, .footer, .nav, .aside, .address, .hgroup,
            .center, .h1, .h2, .h3, .h4, .h5, .h6, .p, .pre, .blockquote, .ul, .ol, .li, .dl, .dt, .dd, .hr, .details,
            .summary, .table, .thead, .tbody, .tfoot, .tr, .caption, .figure, .figcaption, .form, .fieldset, .legend,
            .dialog, .menu, .td, .th:
            true
        default: false
        }
    }

    /// 1...6 for a heading.
    package var headingLevel: Int? {
        switch self {
        case .h1: 1
        case .h2: 2
        case .h3: 3
        case .h4: 4
        case .h5: 5
        case .h6: 6
        default: nil
        }
    }
}
