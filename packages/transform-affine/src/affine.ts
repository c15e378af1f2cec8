import { defineTransform, type TransformFactory } from '@tfjs-stn/core';
import { concat, reshape, tensor, tidy, tile, type Tensor3D } from '@tensorflow/tfjs-core';
