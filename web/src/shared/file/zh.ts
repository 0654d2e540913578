const zh = {
  cancel: "取消上传",
  remove: "移除",
  retry: "重新上传",
  waiting: "等待上传",
  failed: "上传失败",
  uploading: (percent: number) => `上传中 ${percent}%`,
  viewer: {
    label: "查看图片",
    zoomIn: "放大",
    zoomOut: "缩小",
    actual: "原始大小",
    fit: "适应窗口",
    previous: "上一张",
    next: "下一张",
    rotate: "旋转",
    position: (at: number, of: number) => `${at} / ${of}`,
    failed: "图片没有加载出来",
  },
};

export default zh;
