package dev.proxyflux.text;

/** Foreign text made fit for a message: one line, bounded, without control characters. */
public final class Printable {

    /** The longest foreign text in a message, in characters. */
    public static final int MAX_LENGTH = 300;

    private Printable() {}

    /**
     * Makes a text fit for a message.
     *
     * @param text any text
     * @return the text on one line, its control, format and unpaired surrogate characters replaced by blanks, at most
     *     {@value #MAX_LENGTH} characters, the last of them an ellipsis where it was cut
     */
    public static String oneLine(String text) {
        return oneLine(text, MAX_LENGTH);
    }

    /**
     * Makes a text fit for a message of another length.
     *
     * @param text any text
     * @param maxLength the longest result, in characters
     * @return the text as {@link #oneLine(String)} makes it, at most that many characters
     */
    public static String oneLine(String text, int maxLength) {
        // As are nearly all: nothing to replace, to strip or to cut.
        if (text.length() <= maxLength && isAsciiWithoutBlanks(text)) {
            return text;
        }
        StringBuilder line = new StringBuilder(Math.min(text.length(), maxLength));
        int at = 0;
        while (at < text.length()) {
            int character = text.codePointAt(at);
            at += Character.charCount(character);
            int markOfMore = at < text.length() ? 1 : 0;
            if (line.length() + Character.charCount(character) + markOfMore > maxLength) {
                return line.append('…').toString();
            }
            line.appendCodePoint(isPrintable(character) ? character : ' ');
        }
        return line.toString().strip();
    }

    /**
     * Whether a text consists of the characters from {@code !} to {@code ~}.
     *
     * @param text any text
     * @return true if it has no others
     */
    public static boolean isAsciiWithoutBlanks(String text) {
        for (int at = 0; at < text.length(); at++) {
            if (text.charAt(at) <= ' ' || text.charAt(at) >= 0x7F) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPrintable(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE -> false;
            default -> true;
        };
    }
}
