/// What becomes of a scalar of untrusted text that is drawn as one line: captions and cards begin with this and add
/// what they leave out besides.
package enum DisplayScalar {
    /// White space and line breaks, which become one blank.
    case blank
    /// Control characters, the controls that force a direction of writing (Unicode UAX #9), variant selectors, and what
    /// marks places in a text without being seen. Joiners are kept: letters look different without them.
    case hidden
    case shown

    package init(_ scalar: Unicode.Scalar) {
        switch scalar.value {
        case 0x09...0x0D, 0x85, 0xA0, 0x2028, 0x2029: self = .blank
        case 0x00...0x1F, 0x7F...0x9F: self = .hidden
        case 0x200B, 0x200E, 0x200F, 0x061C, 0x202A...0x202E, 0x2060...0x206F: self = .hidden
        case 0xFE00...0xFE0F, 0xFEFF, 0xFFF9...0xFFFC: self = .hidden
        default: self = .shown
        }
    }
}
