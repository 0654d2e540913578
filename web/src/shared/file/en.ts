import type zh from "./zh";

const en: typeof zh = {
  cancel: "Cancel upload",
  remove: "Remove",
  retry: "Upload again",
  waiting: "Waiting",
  failed: "Upload failed",
  uploading: (percent) => `Uploading ${percent}%`,
  viewer: {
    label: "Image viewer",
    zoomIn: "Zoom in",
    zoomOut: "Zoom out",
    actual: "Actual size",
    fit: "Fit to window",
    previous: "Previous",
    next: "Next",
    rotate: "Rotate",
    position: (at, of) => `${at} of ${of}`,
    failed: "The image did not load",
  },
};

export default en;
