import Foundation
import ReelCompose
import ReelCore
import Testing

private let folder = URL(fileURLWithPath: "/w")

@Suite("Arguments of ffmpeg") struct FFmpegArgumentsTests {
    private func words(_ text: String) -> [String] {
        text.split(whereSeparator: \.isWhitespace).map(String.init)
    }

    @Test("Encoding a segment")
    func encode() {
        let arguments = FFmpegArguments.encode(
            [(107, folder.appending(path: "segment.mp4"))], size: FrameSize(width: 1080, height: 1920),
            profile: EncoderProfile(.standard))
        #expect(
            arguments
                == words(
                    """
                    -nostdin -hide_banner -loglevel error -y -protocol_whitelist file,pipe
                    -f rawvideo -pix_fmt yuv420p -color_range tv -colorspace bt709 -color_primaries bt709 -color_trc bt709
                    -video_size 1080x1920 -framerate 30 -i pipe:0
                    -map 0:v:0 -an -sn -dn -map_metadata -1 -map_chapters -1 -fflags +bitexact -flags:v +bitexact+cgop
                    -frames:v 107 -c:v libx264 -preset veryfast -crf 20 -profile:v high -pix_fmt yuv420p
                    -color_range tv -colorspace bt709 -color_primaries bt709 -color_trc bt709 -chroma_sample_location left
                    -threads 1 -maxrate 8M -bufsize 16M -g 60 -x264-params stitchable=1:open-gop=0:8x8dct=1
                    -video_track_timescale 15360 -f mp4 file:/w/segment.mp4
                    """))
    }

    @Test("Qualities differ in preset and rate factor only")
    func qualities() {
        func arguments(_ quality: Quality) -> Set<String> {
            Set(
                FFmpegArguments.encode(
                    [(1, folder)], size: FrameSize(width: 2, height: 2), profile: EncoderProfile(quality)))
        }
        #expect(arguments(.draft).subtracting(arguments(.high)) == ["ultrafast", "24"])
        #expect(arguments(.high).subtracting(arguments(.draft)) == ["medium", "18"])
    }

    @Test("Two segments at once are cut from one stream and encoded by themselves")
    func encodeTwo() {
        func arguments(_ segments: [(Int, URL)]) -> String {
            FFmpegArguments.encode(
                segments, size: FrameSize(width: 1080, height: 1920), profile: EncoderProfile(.standard)
            ).joined(separator: " ")
        }
        let (one, other) = (folder.appending(path: "one.mp4"), folder.appending(path: "other.mp4"))
        let both = arguments([(9, one), (50, other)])
        let graph =
            " -filter_complex [0:v]split=2[whole0][whole1];[whole0]trim=start_frame=0:end_frame=9,setpts=PTS-STARTPTS[segment0]"
            + ";[whole1]trim=start_frame=9:end_frame=59,setpts=PTS-STARTPTS[segment1]"
        // But for the cut, everything is said of each as it is said of one alone.
        let alone = (arguments([(9, one)]), arguments([(50, other)]))
        let outputs = (alone.0.components(separatedBy: " -map 0:v:0"), alone.1.components(separatedBy: " -map 0:v:0"))
        #expect(both == outputs.0[0] + graph + " -map [segment0]" + outputs.0[1] + " -map [segment1]" + outputs.1[1])
    }

    @Test("Joining, by a list that counts in microseconds of the whole")
    func join() {
        #expect(
            FFmpegArguments.join(list: folder.appending(path: "l"), to: folder.appending(path: "o"))
                == words(
                    """
                    -nostdin -hide_banner -loglevel error -y -protocol_whitelist file,pipe
                    -f concat -safe 0 -auto_convert 0 -i file:/w/l -map 0:v:0
                    -map_metadata -1 -map_chapters -1 -fflags +bitexact -flags:v +bitexact+cgop
                    -c copy -video_track_timescale 15360 -f mp4 file:/w/o
                    -map 0:v:0 -c copy -f framecrc pipe:1
                    """))
    }

    @Test("A picture that fills the frame")
    func covering() {
        let layout = StillLayout(picture: FrameSize(width: 1200, height: 1800), output: Quality.standard.frameSize())
        let arguments = FFmpegArguments.still(
            picture: folder.appending(path: "p"), format: .jpeg, layout: layout, to: folder.appending(path: "s"))
        #expect(
            arguments
                == words(
                    """
                    -nostdin -hide_banner -loglevel error -y -protocol_whitelist file,pipe
                    -f image2 -pattern_type none -format_whitelist image2 -codec_whitelist mjpeg -c:v mjpeg
                    -max_pixels 64000000 -i file:/w/p -map_metadata -1
                    -filter_complex
                    [0:v]crop=1013:1800:93:0:exact=1,scale=1210:2150:flags=lanczos+accurate_rnd+full_chroma_inp+full_chroma_int\
                    :out_color_matrix=bt709:out_range=tv:out_h_chr_pos=0:out_v_chr_pos=128,format=yuv420p,setsar=1[still]
                    -map [still] -frames:v 1 -f rawvideo -pix_fmt yuv420p file:/w/s
                    """))
    }

    @Test("A picture that lies inside the frame, over a fill made of itself")
    func inside() {
        let layout = StillLayout(picture: FrameSize(width: 1600, height: 900), output: Quality.standard.frameSize())
        let arguments = FFmpegArguments.still(picture: folder, format: .png, layout: layout, to: folder)
        let graph = arguments[arguments.firstIndex(of: "-filter_complex")! + 1]
        #expect(graph.contains("[part]crop=507:900:546:0:exact=1,scale=151:268:flags=area,format=gbrp,boxblur=5:2"))
        #expect(graph.contains("[whole]scale=1210:680:flags=lanczos"))
        #expect(graph.contains("[fill][sharp]overlay=0:584:format=yuv420"))
        #expect(arguments.contains("png"))
    }

    @Test("Only PNG and JPEG are pictures")
    func formats() {
        #expect(PictureFormat(Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])) == .png)
        #expect(PictureFormat(Data([0xFF, 0xD8, 0xFF, 0xE0])) == .jpeg)
        #expect(PictureFormat(Data("GIF89a".utf8)) == nil)
        #expect(PictureFormat(Data()) == nil)
    }
}
