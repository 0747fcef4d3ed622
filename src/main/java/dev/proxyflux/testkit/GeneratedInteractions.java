package dev.proxyflux.testkit;

import dev.proxyflux.model.Interaction;
import dev.proxyflux.model.SessionKey;
import java.time.Instant;
import java.util.AbstractList;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;

/**
 * Realistic interactions, the same for the same session and index: all 19 fields, about 1,300 bytes each as JSON. Two of
 * three are messages, the others calls; bodies have quotes, line ends and characters beyond ASCII and beyond the BMP.
 */
public final class GeneratedInteractions {

    private static final int SID_DIGITS = 32;
    private static final int VOICE_EVERY = 3;
    private static final long SECONDS_APART = 37;
    private static final int LONGEST_CALL = 600;
    private static final Instant FIRST = Instant.parse("2026-01-05T08:00:00Z");
    private static final String API = "https://api.twilio.com/2010-04-01/Accounts/" + InteractionsService.USER;

    private static final List<String> BODIES = List.of(
            "Your driver is on the way and will be there in five minutes. Please wait at the main entrance,"
                    + " the car is a grey estate with the number on its door.",
            "Is the \\\"blue\\\" one still available? I could pick it up tonight after seven,"
                    + " or tomorrow before noon, whatever suits you best.",
            "Grüße aus Köln! Wir sehen uns um zwölf am Bahnhof, Gleis 3; bitte gib Bescheid, falls du dich"
                    + " verspätest.",
            "Order 4711\\n2 x espresso\\n1 x croissant\\nTotal: 9.80 €\\nThank you, and see you soon in our shop!",
            "Thank you \uD83D\uDE4F see you tomorrow",
            "ok");
    private static final List<String> MESSAGE_STATUSES = List.of("delivered", "sent", "undelivered", "delivered");
    private static final List<String> CALL_STATUSES = List.of("completed", "no-answer", "completed", "busy");

    private GeneratedInteractions() {}

    /**
     * One interaction.
     *
     * @param session the session it is in
     * @param index its index, at least 0; its SID is {@code KI} and the index in 32 hexadecimal digits
     * @return the interaction
     * @throws IndexOutOfBoundsException if the index is below 0
     */
    public static Interaction of(SessionKey session, int index) {
        Objects.checkIndex(index, Integer.MAX_VALUE);
        boolean isVoice = index % VOICE_EVERY == VOICE_EVERY - 1;
        String sid = sid("KI", index);
        String inbound = sid(isVoice ? "CA" : "SM", index * 2L);
        String outbound = sid(isVoice ? "CA" : "SM", index * 2L + 1);
        String kind = isVoice ? "Call" : "Message";
        String resources = API + (isVoice ? "/Calls/" : "/Messages/");
        String date = FIRST.plusSeconds(index * SECONDS_APART).toString();
        return Interaction.ofTexts(
                sid,
                session.sessionSid(),
                session.serviceSid(),
                InteractionsService.USER,
                data(isVoice, index),
                isVoice ? "voice" : "message",
                sid("KP", index % 2),
                inbound,
                isVoice ? "in-progress" : "delivered",
                kind,
                resources + inbound + ".json",
                sid("KP", 1 - index % 2),
                outbound,
                pick(isVoice ? CALL_STATUSES : MESSAGE_STATUSES, index),
                kind,
                resources + outbound + ".json",
                date,
                date,
                "https://proxy.twilio.com" + PagedList.path(session) + "/" + sid);
    }

    /**
     * The first interactions of a session, each made when it is asked for, so that a long list takes no memory.
     *
     * @param session the session they are in
     * @param count how many, at least 0
     * @return an unmodifiable list, of the indexes from 0
     * @throws IllegalArgumentException if the count is below 0
     */
    public static List<Interaction> list(SessionKey session, int count) {
        if (count < 0) {
            throw new IllegalArgumentException("count " + count + " is below 0");
        }
        return new Generated(session, count);
    }

    private static String data(boolean isVoice, int index) {
        return isVoice
                ? "{\"duration\":\"" + index % LONGEST_CALL + "\"}"
                : "{\"body\":\"" + pick(BODIES, index) + "\"}";
    }

    private static String pick(List<String> values, int index) {
        return values.get(index % values.size());
    }

    private static String sid(String prefix, long number) {
        String digits = Long.toHexString(number);
        return prefix + "0".repeat(SID_DIGITS - digits.length()) + digits;
    }

    private static final class Generated extends AbstractList<Interaction> implements RandomAccess {

        private final SessionKey session;
        private final int count;

        Generated(SessionKey session, int count) {
            this.session = session;
            this.count = count;
        }

        @Override
        public Interaction get(int index) {
            return of(session, Objects.checkIndex(index, count));
        }

        @Override
        public int size() {
            return count;
        }
    }
}
