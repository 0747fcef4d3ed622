package dev.proxyflux.model;

/** The reference's patterns of SIDs: a prefix and 32 hexadecimal digits, in ASCII, the whole text. */
enum SidPattern {
    INTERACTION("KI", "an interaction SID"),
    SERVICE("KS", "a service SID"),
    SESSION("KC", "a session SID");

    private static final int LENGTH = 34;

    final String prefix;
    final String description;

    SidPattern(String prefix, String description) {
        this.prefix = prefix;
        this.description = description;
    }

    boolean matches(String text) {
        return text.length() == LENGTH
                && text.startsWith(prefix)
                && text.chars().skip(prefix.length()).allMatch(SidPattern::isHexDigit);
    }

    private static boolean isHexDigit(int character) {
        return Character.digit(character, 16) >= 0 && character < 0x80;
    }
}
