package dev.proxyflux.cli;

import dev.proxyflux.Credentials;
import dev.proxyflux.text.SecretMask;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** The credentials in the environment: an API key, or an account SID and its auth token; the API key if there are both. */
final class CredentialsFromEnvironment {

    private static final Pair API_KEY = new Pair("TWILIO_API_KEY", "TWILIO_API_SECRET");
    private static final Pair ACCOUNT = new Pair("TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN");

    /** What a byte that is not of the locale's encoding is read as. */
    private static final char UNREADABLE = '\uFFFD';

    /** Shorter secrets occur in honest messages by chance. */
    private static final int SHORTEST_TELLING = 6;

    private CredentialsFromEnvironment() {}

    static Credentials read(Map<String, String> environment) {
        if (API_KEY.isComplete(environment)) {
            return API_KEY.make(environment, Credentials::apiKey);
        }
        if (API_KEY.isBegun(environment)) {
            throw API_KEY.incomplete(environment);
        }
        if (ACCOUNT.isComplete(environment)) {
            return ACCOUNT.make(environment, Credentials::authToken);
        }
        if (ACCOUNT.isBegun(environment)) {
            throw ACCOUNT.incomplete(environment);
        }
        throw new UsageException("no credentials in the environment: set " + API_KEY + ", or " + ACCOUNT);
    }

    /** {@return masks of every secret in the environment, used or not} */
    static List<SecretMask> masks(Map<String, String> environment) {
        List<SecretMask> masks = new ArrayList<>();
        for (Pair pair : List.of(API_KEY, ACCOUNT)) {
            String secret = environment.getOrDefault(pair.secret, "");
            if (secret.length() >= SHORTEST_TELLING) {
                masks.add(SecretMask.of(environment.getOrDefault(pair.user, ""), secret));
            }
        }
        return masks;
    }

    /** Two variables that only make sense together. */
    private record Pair(String user, String secret) {

        boolean isComplete(Map<String, String> environment) {
            return isSet(environment, user) && isSet(environment, secret);
        }

        boolean isBegun(Map<String, String> environment) {
            return isSet(environment, user) || isSet(environment, secret);
        }

        UsageException incomplete(Map<String, String> environment) {
            boolean hasUser = isSet(environment, user);
            String missing = hasUser ? secret : user;
            return new UsageException(missing + (environment.containsKey(missing) ? " is empty" : " is not set")
                    + ", but " + (hasUser ? user : secret) + " is");
        }

        Credentials make(Map<String, String> environment, BiFunction<String, String, Credentials> factory) {
            String userText = environment.getOrDefault(user, "");
            String secretText = environment.getOrDefault(secret, "");
            requireReadable(user, userText);
            requireReadable(secret, secretText);
            try {
                return factory.apply(userText, secretText);
            } catch (IllegalArgumentException unusable) {
                throw new UsageException(user + " or " + secret + " is not usable: " + unusable.getMessage());
            }
        }

        private static boolean isSet(Map<String, String> environment, String name) {
            return !environment.getOrDefault(name, "").isBlank();
        }

        private static void requireReadable(String name, String text) {
            if (text.indexOf(UNREADABLE) >= 0) {
                throw new UsageException(name + " has characters that this locale can't read");
            }
        }

        @Override
        public String toString() {
            return user + " and " + secret;
        }
    }
}
