import { type Constant, floatChunks } from '../graph/constants';
import type { NodeProto } from '../graph/protos';
import { type ChannelLayout, channelLayout, channelScales, weightRanges } from './weightChannels';

/** A node whose weight can become int8. */
export interface QuantizableLayer {
  readonly node: NodeProto;
  /** The value that meets the weight. */
  readonly activation: string;
  readonly weight: Constant;
  /** Axis of the weight, as stored, along which each output channel has its own scale. */
  readonly channelAxis: number;
}

/** The scales a layer's weight gets. */
export interface WeightScales {
  readonly layout: ChannelLayout;
  /** One for each channel of `layout`. */
  readonly scales: Float32Array;
}

/**
 * Reads the weight once and gives its scales, or why it cannot have any.
 * @param perChannel one scale for the whole weight when false.
 */
export async function scalesOf(layer: QuantizableLayer, perChannel: boolean): Promise<WeightScales | string> {
  const layout = channelLayout(layer.weight.shape, perChannel ? layer.channelAxis : null);
  const ranges = await weightRanges(floatChunks(layer.weight), layout);
  if (ranges.notFinite > 0) return `its weight has ${ranges.notFinite} values that are NaN or infinite`;
  return { layout, scales: channelScales(ranges) };
}
