package dev.proxyflux.observe;

import dev.proxyflux.error.InteractionsException;
import dev.proxyflux.model.ResponseInfo;
import dev.proxyflux.retry.RetryEvent;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import reactor.util.context.ContextView;

/** Writes down what it is told, one text a call. */
final class HeardPages implements StreamListener {

    private final List<String> calls = new CopyOnWriteArrayList<>();

    List<String> calls() {
        return calls;
    }

    @Override
    public PageListener onPage(PageStart start, ContextView context) {
        calls.add("page after " + start.waited());
        return new PageListener() {
            @Override
            public void onAttempt(int number) {
                calls.add("attempt " + number);
            }

            @Override
            public void onAttemptEnd(Attempt attempt) {
                String end = attempt.cancelled() ? "cancelled" : "status " + attempt.status();
                calls.add("attempt " + attempt.number() + ": " + end + " after " + attempt.network());
            }

            @Override
            public void onRetry(RetryEvent retry) {
                calls.add("retry " + retry.retry() + " for "
                        + retry.cause().getClass().getSimpleName());
            }

            @Override
            public void onReceived(int interactions, ResponseInfo response) {
                calls.add("received " + interactions + " by " + response.requestId());
            }

            @Override
            public void onFailed(InteractionsException failure) {
                calls.add("failed with " + failure.getClass().getSimpleName());
            }

            @Override
            public void onCancelled() {
                calls.add("cancelled");
            }
        };
    }
}
