package dev.proxyflux.micrometer;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import java.util.Locale;

/** The names and keys of a page's observation. Every method has the default; override what is to differ. */
public interface PageFetchConvention extends ObservationConvention<PageFetchContext> {

    /** The default names and keys. */
    PageFetchConvention DEFAULT = new PageFetchConvention() {
        @Override
        public String toString() {
            return "PageFetchConvention.DEFAULT";
        }
    };

    /** The value of a key that has none. */
    String NONE = "none";

    /** {@return {@code proxyflux.page.fetch}} */
    @Override
    default String getName() {
        return "proxyflux.page.fetch";
    }

    /** {@return {@code fetch page}} */
    @Override
    default String getContextualName(PageFetchContext context) {
        return "fetch page";
    }

    /**
     * The keys that become tags of meters: always the same three.
     *
     * @param context the fetch
     * @return {@code outcome}, {@code status} and {@code retry.cause}, {@code none} where there is none
     */
    @Override
    default KeyValues getLowCardinalityKeyValues(PageFetchContext context) {
        String cause = context.retryCause();
        return KeyValues.of(
                KeyValue.of("outcome", context.outcome().name().toLowerCase(Locale.ROOT)),
                KeyValue.of("status", Cause.status(context.status())),
                KeyValue.of("retry.cause", cause == null ? NONE : cause));
    }

    /**
     * The keys that only traces have.
     *
     * @param context the fetch
     * @return {@code session.sid} and {@code request.id}, {@code none} before an answer with one
     */
    @Override
    default KeyValues getHighCardinalityKeyValues(PageFetchContext context) {
        String requestId = context.requestId();
        return KeyValues.of(
                KeyValue.of("session.sid", context.session().sessionSid()),
                KeyValue.of("request.id", requestId == null ? NONE : requestId));
    }

    @Override
    default boolean supportsContext(Observation.Context context) {
        return context instanceof PageFetchContext;
    }
}
