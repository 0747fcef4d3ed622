package dev.proxyflux.transport;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.util.ReferenceCountUtil;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import reactor.netty.Connection;

/**
 * One final answer for one request, on either side of the HTTP/1.1 codec: interim answers are passed over, and bytes that
 * nobody asked for end the connection instead of being taken for the next answer.
 */
final class MessageBoundary {

    /** Between two messages the codec skips these; inside one, begun by surplus bytes, they make it show. */
    private static final byte[] PROBE = {'\r', '\n', '\r', '\n'};

    private boolean awaitsAnswer;
    private boolean isReading;
    private boolean isInterim;
    private boolean isSurplus;
    private @Nullable Object end;
    /** Where the end is held back. */
    private @Nullable ChannelHandlerContext endContext;

    private MessageBoundary() {}

    static void install(Channel channel) {
        ChannelPipeline pipeline = channel.pipeline();
        ChannelHandlerContext codec = pipeline.context(HttpClientCodec.class);
        if (codec != null) {
            MessageBoundary boundary = new MessageBoundary();
            pipeline.addBefore(codec.name(), "proxyflux.bytes", boundary.new Bytes());
            pipeline.addAfter(codec.name(), "proxyflux.messages", boundary.new Messages());
        }
    }

    /** In front of the codec. */
    private final class Bytes extends ChannelInboundHandlerAdapter {

        @Override
        @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for the close
        public void channelRead(ChannelHandlerContext context, Object bytes) {
            if (!awaitsAnswer) {
                ReferenceCountUtil.release(bytes);
                context.close();
                return;
            }
            isReading = true;
            context.fireChannelRead(bytes);
            if (end != null) {
                context.fireChannelRead(Unpooled.wrappedBuffer(PROBE));
            }
            isReading = false;
            if (end != null && endContext != null) {
                passEnd(endContext, end);
            }
        }

        /** Reactor Netty logs what the TLS handler quotes, in hexadecimal digits, which no mask of a text finds. */
        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
            boolean quotes =
                    failure instanceof NotSslRecordException || failure.getCause() instanceof NotSslRecordException;
            context.fireExceptionCaught(quotes ? new SSLException("not an SSL/TLS record") : failure);
        }

        /** Only now, as the connection may be handed to the next request at once. */
        private void passEnd(ChannelHandlerContext context, Object held) {
            end = null;
            if (isSurplus) {
                Connection.from(context.channel()).markPersistent(false);
            }
            context.fireChannelRead(held);
        }
    }

    /** Behind the codec. */
    private final class Messages extends ChannelDuplexHandler {

        @Override
        @SuppressWarnings("FutureReturnValueIgnored") // the promise tells the writer
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            awaitsAnswer |= message instanceof HttpRequest;
            context.write(message, promise);
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (!awaitsAnswer) {
                isSurplus = true;
                ReferenceCountUtil.release(message);
                return;
            }
            if (message instanceof HttpObject part) {
                hideText(part);
            }
            if (message instanceof HttpResponse response) {
                isInterim = isInterim(response);
            }
            boolean isEnd = message instanceof LastHttpContent;
            if (isInterim) {
                ReferenceCountUtil.release(message);
                readOn(context, isEnd);
                return;
            }
            awaitsAnswer = !isEnd;
            if (isEnd && isReading) {
                end = message;
                endContext = context;
            } else {
                context.fireChannelRead(message);
            }
        }

        private void readOn(ChannelHandlerContext context, boolean isEnd) {
            if (isEnd) {
                isInterim = false;
                context.read();
            }
        }
    }

    /** Reactor Netty logs reason phrases, and what the codec quotes of an answer it can't read; both may echo a secret. */
    private static void hideText(HttpObject part) {
        if (part instanceof HttpResponse response) {
            response.setStatus(HttpResponseStatus.valueOf(response.status().code()));
        }
        if (part.decoderResult().cause() instanceof IllegalArgumentException) {
            part.setDecoderResult(DecoderResult.failure(new IllegalArgumentException("not valid HTTP")));
        }
    }

    private static boolean isInterim(HttpResponse response) {
        return response.decoderResult().isSuccess()
                && response.status().codeClass() == HttpStatusClass.INFORMATIONAL
                && response.status().code() != HttpResponseStatus.SWITCHING_PROTOCOLS.code();
    }
}
