package dev.proxyflux.spring;

import dev.proxyflux.Credentials;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** The credentials of the properties: an API key, or an account SID and its auth token; the API key if there are both. */
final class CredentialsFromProperties {

    private CredentialsFromProperties() {}

    static Credentials read(ProxyfluxProperties properties) {
        Pair apiKey = new Pair("api-key-sid", properties.apiKeySid(), "api-key-secret", properties.apiKeySecret());
        Pair account = new Pair("account-sid", properties.accountSid(), "auth-token", properties.authToken());
        if (apiKey.isBegun()) {
            return apiKey.make(Credentials::apiKey);
        }
        if (account.isBegun()) {
            return account.make(Credentials::authToken);
        }
        throw new PropertyException(
                "An InteractionsClient is needed, but no credentials are configured: neither " + apiKey + " nor "
                        + account + " are set.",
                "Set " + apiKey + ", for instance in application.properties or as the environment variables"
                        + " PROXYFLUX_APIKEYSID and PROXYFLUX_APIKEYSECRET. Or define an InteractionsClient bean.");
    }

    /** Two properties that only make sense together. */
    private record Pair(
            String userName,
            @Nullable String user,
            String secretName,
            @Nullable String secret) {

        boolean isBegun() {
            return isSet(user) || isSet(secret);
        }

        Credentials make(BiFunction<String, String, Credentials> factory) {
            if (user == null || secret == null || user.isBlank() || secret.isBlank()) {
                throw incomplete();
            }
            requireResolved(userName, user);
            requireResolved(secretName, secret);
            try {
                return factory.apply(user, secret);
            } catch (IllegalArgumentException unusable) {
                throw new PropertyException(
                        this + " are not usable: " + unusable.getMessage() + ".",
                        "Set them to what the vendor's console shows, with nothing before or after it.");
            }
        }

        private PropertyException incomplete() {
            String missing = qualified(isSet(user) ? secretName : userName);
            boolean isThere = (isSet(user) ? secret : user) != null;
            String other = qualified(isSet(user) ? userName : secretName);
            return new PropertyException(
                    missing + (isThere ? " is empty" : " is not set") + ", but " + other + " is set.",
                    "Set " + missing + ", or remove " + other + ".");
        }

        /** Spring Boot leaves a placeholder that it knows nothing of as it is. */
        private static void requireResolved(String name, String text) {
            if (text.startsWith("${") && text.endsWith("}")) {
                throw new PropertyException(
                        qualified(name) + " is a placeholder of a property or environment variable that is not set.",
                        "Set what the placeholder names.");
            }
        }

        private static boolean isSet(@Nullable String text) {
            return text != null && !text.isBlank();
        }

        private static String qualified(String name) {
            return ProxyfluxProperties.PREFIX + "." + name;
        }

        /** {@return the names, no value} */
        @Override
        public String toString() {
            return qualified(userName) + " and " + qualified(secretName);
        }
    }
}
