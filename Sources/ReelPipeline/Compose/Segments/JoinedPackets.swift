/// Reads the list of packets that ffmpeg's `framecrc` writes (`#tb 0: 1/15360`, then one line
/// `stream, dts, pts, duration, size, checksum` for each) and looks for what a player would stumble over.
package enum JoinedPackets {
    /// - Returns: what is wrong, `nil` when each frame has its place and lasts exactly one frame's time.
    package static func problem(_ list: String, frameCount: Int, frameRate: Int) -> String? {
        var ticksPerSecond = 0
        var packets: [(dts: Int, pts: Int, duration: Int)] = []
        for line in list.split(separator: "\n") {
            if line.hasPrefix("#tb 0: 1/") {
                ticksPerSecond = Int(line.dropFirst("#tb 0: 1/".count)) ?? 0
            } else if !line.hasPrefix("#") {
                let fields = line.split(separator: ",").map { $0.drop { $0 == " " } }
                guard fields.count >= 4, fields[0] == "0", let dts = Int(fields[1]), let pts = Int(fields[2]),
                    let duration = Int(fields[3])
                else { return "a packet that is not of the pictures: \(line)" }
                packets.append((dts, pts, duration))
            }
        }
        guard packets.count == frameCount else { return "\(packets.count) frames instead of \(frameCount)" }
        guard ticksPerSecond > 0, ticksPerSecond % frameRate == 0 else {
            return "a time base of 1/\(ticksPerSecond) s does not hold 1/\(frameRate) s"
        }
        let step = ticksPerSecond / frameRate
        for (index, packet) in packets.enumerated() {
            guard packet.duration == step else { return "packet \(index) lasts \(packet.duration) ticks, not \(step)" }
            guard index == 0 || packet.dts == packets[index - 1].dts + step else {
                return "a step in decoding times at packet \(index): \(packet.dts)"
            }
        }
        for (index, time) in packets.map(\.pts).sorted().enumerated() where time != index * step {
            return "frame \(index) is shown at \(time) ticks instead of \(index * step)"
        }
        return nil
    }
}
