/// Which ReelCraft this is, for the registry of runners and for programs that ask.
public let productVersion = "1.0.0"
