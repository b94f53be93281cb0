import ReelCore

/// What becomes of a scalar of untrusted text that is drawn as one line: captions and cards begin with this and add
/// what they leave out besides.
package enum DisplayScalar {
    /// White space and line breaks, which become one blank.
    case blank
    /// Controls (`Unicode.Scalar.isControl`), direction marks, variant selectors, and what marks places in a text without
    /// being seen. Joiners are kept: letters look different without them.
    case hidden
    case shown

    package init(_ scalar: Unicode.Scalar) {
        switch scalar.value {
        case 0x09...0x0D, 0x85, 0xA0, 0x2028, 0x2029: self = .blank
        case _ where scalar.isControl: self = .hidden
        case 0x200B, 0x200E, 0x200F, 0x061C, 0x2060...0x2065: self = .hidden
        case 0xFE00...0xFE0F, 0xFFFC: self = .hidden
        default: self = .shown
        }
    }
}
