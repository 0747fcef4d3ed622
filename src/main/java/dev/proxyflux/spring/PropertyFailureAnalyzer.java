package dev.proxyflux.spring;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says which property is missing or can't be used, and what to do about it. */
final class PropertyFailureAnalyzer extends AbstractFailureAnalyzer<PropertyException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, PropertyException cause) {
        return new FailureAnalysis(cause.getMessage(), cause.action(), cause);
    }
}
