/**
 * Every error that a stream signals: the sealed family {@link dev.proxyflux.error.InteractionsException}.
 */
@NullMarked
package dev.proxyflux.error;

import org.jspecify.annotations.NullMarked;
