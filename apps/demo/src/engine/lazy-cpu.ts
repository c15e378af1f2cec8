// A separate module, so that the backend is downloaded only when it is chosen.
import '@tensorflow/tfjs-backend-cpu';
