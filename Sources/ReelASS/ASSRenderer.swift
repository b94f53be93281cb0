import CAss
import ReelCore

/// What libass draws of one document: single-coloured masks, from the lowest to the highest, at any time of it.
///
/// libass looks fonts up by fontconfig and may read them from disk, so a caller draws on a thread that may wait.
package final class ASSRenderer {
    /// A mask in one colour. `bitmap` is valid only while it is handed on.
    package struct Mask {
        /// Pixels of the frame; parts of it may lie outside.
        package var x, y, width, height: Int32
        /// A byte for each pixel, 255 where the colour covers, in rows `stride` bytes apart.
        package var bitmap: UnsafePointer<UInt8>
        package var stride: Int32
        /// 0xRRGGBB.
        package var colour: UInt32
        package var opacity: UInt8
    }

    private let library: OpaquePointer
    private let renderer: OpaquePointer
    private let track: UnsafeMutablePointer<ASS_Track>

    /// Of the library that draws, for content keys.
    package static var version: String { "libass \(ass_library_version())" }

    /// - Parameters:
    ///   - document: a whole document.
    ///   - size: of the frames that are drawn into; libass scales the document to it.
    /// - Returns: `nil` when libass cannot be set up.
    package init?(_ document: String, size: FrameSize) {
        guard let library = reel_ass_open() else { return nil }
        guard let renderer = reel_ass_renderer(library, Int32(size.width), Int32(size.height)) else {
            ass_library_done(library)
            return nil
        }
        var text = Array(document.utf8CString)
        guard let track = ass_read_memory(library, &text, text.count - 1, nil) else {
            ass_renderer_done(renderer)
            ass_library_done(library)
            return nil
        }
        (self.library, self.renderer, self.track) = (library, renderer, track)
    }

    deinit {
        ass_free_track(track)
        ass_renderer_done(renderer)
        ass_library_done(library)
    }

    /// Hands on what is seen at a time of the document, in the order in which it is to be laid over the frame.
    package func draw(milliseconds: Int, _ body: (Mask) -> Void) {
        var image = ass_render_frame(renderer, track, Int64(milliseconds), nil)
        while let mask = image?.pointee {
            image = mask.next
            guard let bitmap = mask.bitmap else { continue }
            body(
                // The colour is RGBT: T is how much is let through.
                Mask(
                    x: mask.dst_x, y: mask.dst_y, width: mask.w, height: mask.h, bitmap: bitmap, stride: mask.stride,
                    colour: mask.color >> 8, opacity: UInt8(255 - mask.color & 255)))
        }
    }
}
