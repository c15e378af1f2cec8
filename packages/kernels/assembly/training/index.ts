export { arithmetic_f32 } from './arithmetic';
export { avg_pool_grad_f32 } from './avg-pool-grad';
export { conv2d_backprop_filter_f32 } from './conv2d-backprop-filter';
export { conv2d_backprop_input_f32 } from './conv2d-backprop-input';
export { depthwise_conv2d_backprop_filter_f32 } from './depthwise-conv2d-backprop-filter';
export { depthwise_conv2d_backprop_input_f32 } from './depthwise-conv2d-backprop-input';
export { max_pool_grad_f32 } from './max-pool-grad';
export { unsorted_segment_sum_f32, unsorted_segment_sum_i32 } from './unsorted-segment-sum';
