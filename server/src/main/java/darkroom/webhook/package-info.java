/**
 * How a receiver learns that a task has ended: one durable delivery, the same bytes on every try,
 * two signatures made anew for each (guarantee G5). This room signs, sends and says when to try
 * again; when a try is due, and how many run at once, is the worker's matter.
 *
 * <p>May use: net, and a task's id as plain text. Read first: {@link
 * darkroom.webhook.WebhookSender}, then {@link darkroom.webhook.DeliveryResult}.
 */
@NullMarked
package darkroom.webhook;

import org.jspecify.annotations.NullMarked;
