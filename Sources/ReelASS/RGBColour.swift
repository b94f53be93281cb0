import Foundation

/// A colour of sRGB, 0...255 each.
package struct RGBColour: Hashable, Sendable {
    package var red, green, blue: Int

    package init(red: Int, green: Int, blue: Int) {
        self.red = red
        self.green = green
        self.blue = blue
    }

    /// - Parameter hex: 0xRRGGBB.
    package init(hex: UInt32) {
        self.init(red: Int(hex >> 16 & 0xFF), green: Int(hex >> 8 & 0xFF), blue: Int(hex & 0xFF))
    }

    /// 0xRRGGBB.
    package var hex: UInt32 { UInt32(red << 16 | green << 8 | blue) }

    /// - Parameter hex: `#rrggbb`; `nil` for anything else.
    package init?(hex: String) {
        guard hex.utf8.count == 7, hex.hasPrefix("#"), let value = UInt32(hex.dropFirst(), radix: 16) else {
            return nil
        }
        self.init(hex: value)
    }

    package static let white = RGBColour(red: 255, green: 255, blue: 255)

    /// `&HBBGGRR&`, as override tags have it.
    package var ass: String { String(format: "&H%02X%02X%02X&", blue, green, red) }

    /// `&HAABBGGRR`, as styles have it.
    func assStyle(transparency: Int) -> String { String(format: "&H%02X%02X%02X%02X", transparency, blue, green, red) }
}
