// Finished reels: publish, delete, list and address, wherever they are kept.
